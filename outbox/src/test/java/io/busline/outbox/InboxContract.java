package io.busline.outbox;

import static io.busline.outbox.Scene.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.DeadLetters;
import io.busline.RedriveOptions;
import io.busline.RetryPolicy;
import io.busline.Subscription;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.ConfigurationException;
import io.busline.event.Event;
import io.busline.logs.Warns;
import io.busline.servers.Await;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an inbox promises, on any database. */
class InboxContract {
  private final Scene scene;

  InboxContract(Supplier<TestDatabase> database) {
    scene = new Scene(database.get());
  }

  @BeforeEach
  void make() {
    scene.database.execute("CREATE TABLE invoice (id varchar(20))");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void an_event_that_comes_twice_has_its_effects_once() throws Exception {
    Outbox outbox = scene.open();
    scene.wire.memory().faults().duplicateDeliveries(1);
    subscribe(outbox, new AtomicInteger());

    scene.bus.publish(event("a", 1).id("7"));

    Await.until("it comes again", () -> outbox.repeats() == 1, this::invoices);
    assertThat(invoices()).isEqualTo(1);
    scene.awaitSent(2);
    assertThat(scene.wire.of("invoice-a")).containsExactly("sent");
  }

  @Test
  void what_a_handler_does_before_it_fails_is_undone_and_done_by_the_next_attempt()
      throws Exception {
    Outbox outbox = scene.open();
    AtomicInteger failures = new AtomicInteger(2);
    subscribe(outbox, failures);

    scene.bus.publish(event("a", 1));

    scene.awaitSent(2);
    scene.awaitEmpty();
    assertThat(failures.get()).isEqualTo(-1);
    assertThat(invoices()).isEqualTo(1);
    assertThat(scene.wire.of("invoice-a")).containsExactly("sent");
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED) after 3 attempts")
  void a_redriven_dead_letter_is_handled() throws Exception {
    Outbox outbox = scene.open();
    subscribe(outbox, new AtomicInteger(3));
    scene.bus.publish(event("a", 1));
    DeadLetters letters = scene.bus.deadLetters();
    Await.until(
        "it is given up",
        () -> letters.list(DeadLetterQuery.all(), 10).size() == 1,
        this::invoices);
    assertThat(invoices()).isZero();

    letters.redrive(DeadLetterQuery.all(), RedriveOptions.now());

    Await.until("it is handled", () -> invoices() == 1, this::invoices);
  }

  @Test
  void two_attempts_at_one_event_are_never_under_way_at_once() throws Exception {
    Outbox outbox = scene.open();
    Event<byte[]> event = event("a", 1).id("7").source("x").build();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Boolean> first =
        beside(
            outbox,
            event,
            tx -> {
              begun.countDown();
              goOn.await();
            });
    begun.await();
    AtomicBoolean ran = new AtomicBoolean();
    CompletableFuture<Boolean> second = beside(outbox, event, tx -> ran.set(true));
    goOn.countDown();

    assertThat(first.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.get(30, TimeUnit.SECONDS)).isFalse();
    assertThat(ran).isFalse();
  }

  @Test
  void an_attempt_that_waited_for_one_that_failed_handles_the_event() throws Exception {
    Outbox outbox = scene.open();
    Event<byte[]> event = event("a", 1).id("7").source("x").build();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Boolean> first =
        beside(
            outbox,
            event,
            tx -> {
              begun.countDown();
              goOn.await();
              throw new IllegalStateException("no");
            });
    begun.await();
    CompletableFuture<Boolean> second = beside(outbox, event, tx -> {});
    goOn.countDown();

    assertThat(second.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(first).failsWithin(Duration.ofSeconds(30));
  }

  @Test
  void ids_differ_by_the_case_of_letters_and_by_source_and_group() throws Exception {
    Outbox outbox = scene.open();

    assertThat(handled(outbox, "g", "abc", "x")).isTrue();
    assertThat(handled(outbox, "g", "ABC", "x")).isTrue();
    assertThat(handled(outbox, "g", "abc", "X")).isTrue();
    assertThat(handled(outbox, "G", "abc", "x")).isTrue();
    assertThat(handled(outbox, "g", "abc", "x")).isFalse();
  }

  @Test
  void a_handler_cannot_end_its_transaction() throws Exception {
    Outbox outbox = scene.open();
    List<String> refused = new CopyOnWriteArrayList<>();
    outbox.handleOnce(
        "g",
        event("a", 1).id("7").source("x").build(),
        tx -> {
          refuse(refused, () -> tx.connection().commit());
          refuse(refused, () -> tx.connection().rollback());
          refuse(refused, () -> tx.connection().setAutoCommit(true));
          refuse(refused, () -> tx.connection().close());
          tx.connection().rollback(tx.connection().setSavepoint());
        });

    assertThat(refused)
        .hasSize(4)
        .allSatisfy(text -> assertThat(text).contains("Return to commit, throw to roll back"));
  }

  @Test
  void a_broadcast_has_no_inbox() {
    Outbox outbox = scene.open();

    assertThatThrownBy(
            () ->
                scene
                    .bus
                    .broadcast()
                    .inbox(outbox)
                    .on("order.changed", byte[].class, (event, tx) -> {})
                    .subscribe())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Use subscription(");
  }

  @Test
  void what_holds_can_be_read() {
    Outbox outbox = scene.open();

    assertThat(subscribe(outbox, new AtomicInteger()).explain())
        .contains("exactly once in the transactions of busline_inbox")
        .contains("remembered for 7d");
  }

  @Test
  void handled_events_are_forgotten_by_age() throws Exception {
    Outbox outbox = scene.open();
    handled(outbox, "g", "old", "x");
    scene.database.execute("UPDATE busline_inbox SET handled_at = 0");
    handled(outbox, "g", "new", "x");

    int pruned = new OutboxAdmin(scene.database.dataSource(), "busline_").prune(Duration.ofDays(7));

    assertThat(pruned).isEqualTo(1);
    assertThat(handled(outbox, "g", "new", "x")).isFalse();
    assertThat(handled(outbox, "g", "old", "x")).isTrue();
  }

  private Subscription subscribe(Outbox outbox, AtomicInteger failures) {
    return scene
        .bus
        .subscription("billing")
        .retry(RetryPolicy.fixed(3, Duration.ofMillis(1)))
        .inbox(outbox)
        .on(
            "order.changed",
            byte[].class,
            (event, tx) -> {
              if (event.key().orElse("").startsWith("invoice-")) {
                return;
              }
              try (Statement statement = tx.connection().createStatement()) {
                statement.execute("INSERT INTO invoice VALUES ('x')");
              }
              tx.publish(event("invoice-" + event.key().orElseThrow(), "sent"));
              if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("not yet");
              }
            })
        .subscribe();
  }

  private long invoices() {
    return scene.database.number("SELECT COUNT(*) FROM invoice");
  }

  private static boolean handled(Outbox outbox, String group, String id, String source)
      throws Exception {
    return outbox.handleOnce(group, event("a", 1).id(id).source(source).build(), tx -> {});
  }

  private interface Handler {
    void run(OutboxTransaction tx) throws Exception;
  }

  private static CompletableFuture<Boolean> beside(
      Outbox outbox, Event<byte[]> event, Handler handler) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return outbox.handleOnce("g", event, handler::run);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        task -> new Thread(task, "handler").start());
  }

  private interface Call {
    void run() throws SQLException;
  }

  private static void refuse(List<String> refused, Call call) {
    try {
      call.run();
    } catch (SQLException e) {
      refused.add(e.getMessage());
    }
  }
}
