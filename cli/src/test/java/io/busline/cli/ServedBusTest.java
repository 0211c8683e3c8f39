package io.busline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.cli.command.Exit;
import io.busline.servers.KafkaServer;
import io.busline.servers.NatsServer;
import io.busline.servers.PostgresServer;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands on buses that a server carries. */
class ServedBusTest {
  private static final Pattern LETTER = Pattern.compile("\"id\":\"([0-9a-f]{16})\"");

  @Test
  void every_command_works_on_jetstream() {
    try (NatsServer server = NatsServer.start(Release.CURRENT)) {
      String url = "jetstream://" + server.address();

      assertEveryCommandWorks(url);
      assertThat(done(url, "topics")).contains("order.created, order.paid");
      assertThat(done(url, "doctor")).contains("sync_interval");
      assertGroupsPauseAndTopicsGo(url);
    }
  }

  @Test
  void every_command_works_on_kafka() {
    try (KafkaServer server = KafkaServer.start(Release.CURRENT)) {
      String url = "kafka://" + server.address();

      assertEveryCommandWorks(url);
      assertThat(done(url, "topics")).contains("order", "payment");
      assertThat(done(url, "doctor")).contains("one server keeps it");
      assertRefused(url, "groups pause billing --yes", "Stop the instances");
      assertThat(done(url, "topics", "delete", "parcel", "--yes")).contains("parcel is deleted");
    }
  }

  @Test
  void every_command_works_on_postgresql_with_the_orders_in_the_same_database() {
    try (PostgresServer server = PostgresServer.start(Release.CURRENT)) {
      String place = "127.0.0.1:" + server.port() + "/postgres";
      String url = "postgres://postgres@" + place;

      assertEveryCommandWorks(url);
      assertThat(done(url, "topics")).contains("order", "payment");
      assertGroupsPauseAndTopicsGo(url);
      assertThat(
              done(
                  url,
                  "demo",
                  "--orders=50",
                  "--outbox",
                  "--database=jdbc:postgresql://" + place + "?user=postgres"))
          .contains("50 orders in the table: 46 paid, 3 cancelled, 1 neither; each as its events")
          .contains("100 orders on the bus (50 of earlier runs)");
    }
  }

  @Test
  void every_command_works_on_rabbitmq_where_it_retains_events() {
    try (RabbitServer server = RabbitServer.start(Release.CURRENT)) {
      String url = "amqp://guest:guest@" + server.address();

      assertEveryCommandWorks(url + "?retain=1h");
      assertThat(done(url, "topics")).contains("order", "payment");
      assertThat(done(url, "doctor")).contains("RabbitMQ 4");
      assertRefused(url, "subscribe parcel.* --from=earliest", "begin a subscription in the past");
      assertRefused(url, "groups pause billing --yes", "Stop the instances");
      assertRefused(url, "topics delete order --yes", "Use its own tools");
    }
  }

  @Test
  void a_bus_on_any_server_that_keeps_events_is_measured() {
    assertMeasured("jetstream://" + SharedServer.nats(Release.CURRENT).address());
    assertMeasured("kafka://" + SharedServer.kafka(Release.CURRENT).address());
  }

  @Test
  void a_bus_on_rabbitmq_is_measured_whether_it_retains_events_or_not() {
    String url = "amqp://guest:guest@" + SharedServer.rabbit(Release.CURRENT).address();

    assertMeasured(url);
    assertMeasured(url + "/?retain=1h");
  }

  /** On servers that others use too: a measurement has a topic of its own, and uses it again. */
  private static void assertMeasured(String url) {
    assertThat(done(url, "bench", "--seconds=0.2"))
        .contains("read, with all of them waiting", "P99.9");
  }

  private static void assertRefused(String url, String command, String reason) {
    CommandLineRun refused = new CommandLineRun().on(url).run(command.split(" "));
    assertThat(refused.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(refused.err()).contains(reason);
  }

  private static void assertGroupsPauseAndTopicsGo(String url) {
    done(url, "groups", "pause", "billing", "--yes");
    assertThat(done(url, "groups", "--json")).contains("\"paused\":\"20");
    assertThat(done(url, "explain", "order.*", "--group=billing")).contains("group is paused");
    done(url, "groups", "resume", "billing", "--yes");
    assertThat(done(url, "groups", "--json")).doesNotContain("\"paused\"");
    assertThat(done(url, "topics", "delete", "parcel", "--yes")).contains("parcel is deleted");
    assertThat(done(url, "topics")).doesNotContain("parcel");
  }

  private static void assertDemoAndLettersWork(String url) {
    String demo = done(url, "demo", "--orders=50");
    assertThat(demo).contains("50 orders on the bus: 46 paid, 3 cancelled, 1 dead-lettered");
    assertThat(done(url, "explain", "order.*", "--group=audit")).contains("at least once");

    Matcher letter = LETTER.matcher(done(url, "dead-letters", "list", "--json"));
    assertThat(letter.find()).isTrue();
    assertThat(done(url, "dead-letters", "show", letter.group(1))).contains("billing");
    done(url, "dead-letters", "redrive", letter.group(1));
    assertThat(done(url, "dead-letters", "list", "--json")).isEqualTo("[]\n");
  }

  private static void assertEveryCommandWorks(String url) {
    assertDemoAndLettersWork(url);
    assertThat(done(url, "groups")).contains("billing", "notification");

    done(url, "publish", "parcel.sent", "--data={\"to\":\"Zoë\"}", "--key=p-1");
    assertThat(
            done(
                url,
                "subscribe",
                "parcel.*",
                "--from=earliest",
                "--count=1",
                "--idle=20s",
                "--output=data"))
        .isEqualTo("{\"to\":\"Zoë\"}\n");
  }

  @Test
  void commands_work_on_core_nats_as_far_as_it_can_go() {
    try (NatsServer server = NatsServer.start(Release.CURRENT)) {
      String url = "nats://" + server.address();

      CommandLineRun demo = new CommandLineRun().on(url).run("demo", "--orders=50");
      assertThat(demo.out())
          .contains("50 orders on the bus: 46 paid, 3 cancelled, 1 dead-lettered, 0 open")
          .contains("explain")
          .doesNotContain("--from earliest", " groups ", "dead-letters list");
      assertThat(demo.err()).contains("what is given up is gone");
      assertThat(demo.exitCode()).isZero();

      assertThat(done(url, "publish", "parcel.sent", "--data=1")).contains("parcel.sent");
      assertThat(done(url, "doctor")).contains("NATS");
      assertThat(done(url, "bench", "--seconds=0.2"))
          .contains("published and confirmed", "P99.9")
          .doesNotContain("waiting");
      assertRefused(url, "topics", "cannot list its topics and groups");
      assertRefused(url, "groups", "cannot list its topics and groups");
      assertRefused(url, "groups pause billing --yes", "cannot list its topics and groups");
    }
  }

  private static String done(String url, String... command) {
    CommandLineRun run = new CommandLineRun().on(url).run(command);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }
}
