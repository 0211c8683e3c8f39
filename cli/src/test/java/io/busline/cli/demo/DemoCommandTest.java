package io.busline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.admin.DeadLetterQuery;
import io.busline.cli.CommandLineRun;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.Exit;
import io.busline.cli.terminal.Terminal.Stream;
import io.busline.examples.shop.Shop;
import io.busline.examples.shop.ShopReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir Path folder;

  @Test
  void every_order_is_accounted_for() {
    CommandLineRun run = demo("memory:demo-command", "--orders=50");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("50 orders on the bus: 46 paid, 3 cancelled, 1 dead-lettered, 0 open")
        .contains("Every order is accounted for.");
    assertThat(run.outLines().get(0)).matches("SERVICE +HANDLED +PUBLISHED +RETRIED .*");
  }

  @Test
  void orders_in_a_table_agree_with_their_events() {
    CommandLineRun run =
        new CommandLineRun().run("demo", "--bus=memory:demo-outbox", "--orders=50", "--outbox");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("50 orders in the table: 46 paid, 3 cancelled, 1 neither; each as its events say")
        .contains("Every order is accounted for.");
  }

  @Test
  void an_order_in_the_table_that_nobody_has_heard_of_is_no_success() throws Exception {
    String url = "sqlite:" + folder.resolve("shop.db");
    String database = "jdbc:sqlite:" + folder.resolve("orders.db");
    CommandLineRun first =
        new CommandLineRun()
            .run("demo", "--bus", url, "--orders=5", "--outbox", "--database", database);
    assertThat(first.exitCode()).as(first.err()).isZero();
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO shop_order (id, state) VALUES ('s-phantom', 'PAID')");
      statement.execute("UPDATE shop_order SET state = 'PLACED' WHERE id LIKE 's-%-1'");
    }

    try (DemoDatabase opened = DemoDatabase.open(database, Map.of(), new BusMixin(Map.of()));
        Shop shop = Shop.open(url, opened.dataSource())) {
      ShopReport report = shop.run(0, Duration.ofMillis(500), progress -> {});

      assertThat(report.isComplete()).isFalse();
      assertThat(report.table())
          .hasValueSatisfying(
              table -> {
                assertThat(table.notOnBus()).isEqualTo(1);
                assertThat(table.different()).isEqualTo(1);
                assertThat(table.notInTable()).isZero();
              });
    }
  }

  @Test
  void a_database_without_an_outbox_is_refused() {
    CommandLineRun run =
        new CommandLineRun().run("demo", "--bus=memory:demo-refused", "--database=jdbc:sqlite:x");

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("Add --outbox");
  }

  @Test
  void it_says_what_to_try_next() {
    String url = "sqlite:" + folder.resolve("shop.db");

    assertThat(demo(url, "--orders=10").out()).contains("./busline dead-letters list --bus " + url);
  }

  @Test
  void a_second_run_accounts_for_the_orders_of_the_first() {
    String url = "sqlite:" + folder.resolve("shop.db");
    demo(url, "--orders=10");

    CommandLineRun second = demo(url, "--orders=10");

    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).contains("20 orders on the bus (10 of earlier runs): 16 paid");
  }

  /** As it is after a kill: orders on the bus, and nobody there. */
  @Test
  void orders_left_behind_are_worked_off() {
    String url = "sqlite:" + folder.resolve("shop.db");
    try (EventBus bus = EventBus.connect(url, "order")) {
      for (int i = 0; i < 25; i++) {
        byte[] order =
            "{\"orderId\":\"left-%d\",\"userId\":\"u-1\",\"item\":\"lamp\",\"amount\":1.00}"
                .formatted(i)
                .getBytes(StandardCharsets.UTF_8);
        bus.publish(
            io.busline.event.Event.builder("order.created", order)
                .subject("left-" + i)
                .dataContentType("application/json"));
      }
    }

    CommandLineRun run = demo(url, "--orders=0");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("25 orders on the bus (25 of earlier runs): 25 paid, 0 cancelled");
  }

  @Test
  void an_order_that_cannot_be_read_is_accounted_for_as_a_dead_letter() {
    String url = "memory:demo-unreadable";
    try (EventBus bus = EventBus.connect(url, "test")) {
      bus.publish("order.created", "{}");

      CommandLineRun run = demo(url, "--orders=1");

      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .contains("2 orders on the bus (1 of earlier runs): 1 paid, 0 cancelled, 1 dead");
      assertThat(bus.deadLetters().list(DeadLetterQuery.ofGroup("inventory"), 10)).hasSize(1);
    }
  }

  @Test
  void a_terminal_sees_one_line_that_moves() {
    CommandLineRun run =
        new CommandLineRun()
            .atTerminals(Stream.ERR)
            .run("demo", "--orders=50", "--bus=memory:demo-terminal");

    assertThat(run.err()).contains("\r\u001b[K", "of 50 placed").endsWith("\r\u001b[K");
  }

  @Test
  void an_interruption_ends_it_cleanly() throws Exception {
    CommandLineRun run = new CommandLineRun();
    CompletableFuture<CommandLineRun> ended =
        run.start("demo", "--bus=memory:demo-interrupted", "--orders=1000000");
    try (EventBus bus = EventBus.connect("memory:demo-interrupted")) {
      while (bus.topics().size() < 4) {
        LockSupport.parkNanos(1_000_000);
      }
    }

    assertThat(run.interruption.interrupt()).hasValue(Exit.FAILED);

    ended.get(60, TimeUnit.SECONDS);
    assertThat(run.err()).contains("It goes on where it stopped: ./busline demo");
  }

  private static CommandLineRun demo(String url, String orders) {
    return new CommandLineRun().run("demo", "--bus", url, orders);
  }
}
