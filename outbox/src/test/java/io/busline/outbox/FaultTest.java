package io.busline.outbox;

import static io.busline.outbox.Scene.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.Await;
import io.busline.servers.Release;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What others throw, never answer or say in odd words costs nobody else an event. */
class FaultTest {

  @Test
  @Warns("the relay of an outbox cannot go on")
  void an_error_does_not_end_the_relay() throws Exception {
    AtomicInteger left = new AtomicInteger(1);
    try (Scene scene = new Scene(TestDatabase.h2());
        Outbox outbox =
            Outbox.of(
                FaultyDataSource.of(
                    scene.database.dataSource(),
                    () -> {
                      if (left.getAndDecrement() > 0) {
                        throw new NoClassDefFoundError("org/example/Driver");
                      }
                    }),
                scene.bus)) {
      Await.until(
          "it says so", () -> outbox.health().status() == Health.Status.DOWN, outbox::health);

      outbox.inTransaction(tx -> tx.publish(event("a", 1)));

      scene.awaitSent(1);
      Await.until(
          "all is well", () -> outbox.health().status() == Health.Status.UP, outbox::health);
    }
  }

  @Test
  @MayWarn("the relay of an outbox cannot go on")
  void a_relay_that_waits_for_its_database_is_not_well() throws Exception {
    CountDownLatch answers = new CountDownLatch(1);
    try (Scene scene = new Scene(TestDatabase.h2());
        Outbox outbox =
            Outbox.builder(
                    FaultyDataSource.of(scene.database.dataSource(), answers::await), scene.bus)
                .lease(Duration.ofSeconds(1))
                .idlePoll(Duration.ofMillis(50))
                .open()) {
      Await.until(
          "it says so", () -> outbox.health().status() == Health.Status.DOWN, outbox::health);
      assertThat(outbox.health().problems())
          .singleElement()
          .asString()
          .contains("has waited for the database for more than 1s");

      answers.countDown();

      Await.until(
          "all is well", () -> outbox.health().status() == Health.Status.UP, outbox::health);
    }
  }

  @Test
  void a_bus_that_throws_is_asked_again() throws Exception {
    AtomicBoolean thrown = new AtomicBoolean();
    try (Scene scene = new Scene(TestDatabase.h2())) {
      EventBus bus =
          (EventBus)
              Proxy.newProxyInstance(
                  FaultTest.class.getClassLoader(),
                  new Class<?>[] {EventBus.class},
                  (any, method, arguments) -> {
                    if (method.getName().equals("publishAsync") && !thrown.getAndSet(true)) {
                      throw new StackOverflowError("of somebody's interceptor");
                    }
                    try {
                      return method.invoke(scene.bus, arguments);
                    } catch (InvocationTargetException e) {
                      throw e.getTargetException();
                    }
                  });
      Outbox outbox = scene.open(bus, builder -> builder);

      outbox.inTransaction(tx -> tx.publish(event("a", 1)));

      scene.awaitSent(1);
      assertThat(thrown).isTrue();
    }
  }

  @Test
  @Warns("is given up after 1 attempts and kept as its dead letter")
  void a_reason_that_no_database_keeps_does_not_keep_an_event_from_its_grave() throws Exception {
    try (Scene scene = new Scene(TestDatabase.postgres(Release.CURRENT))) {
      scene.wire.reason("no\0 good \uD800");
      scene.wire.refuse(event -> Wire.text(event).equals("a=1"));
      Outbox outbox = scene.open(builder -> builder.attempts(1));

      outbox.inTransaction(tx -> tx.publish(event("a", 1)));
      outbox.inTransaction(tx -> tx.publish(event("a", 2)));

      scene.awaitSent(1);
      assertThat(scene.wire.texts()).containsExactly("a=2");
      assertThat(scene.database.number("SELECT COUNT(*) FROM busline_outbox_letter")).isEqualTo(1);
    }
  }

  @Test
  void a_message_that_cannot_be_had_is_said_otherwise() {
    RuntimeException odd =
        new RuntimeException() {
          private static final long serialVersionUID = 1L;

          @Override
          public String getMessage() {
            throw new IllegalStateException("not even that");
          }
        };

    assertThat(Reason.of(odd)).contains("whose message cannot be had");
    assertThat(Reason.of(new IllegalStateException("a\0b"))).isEqualTo("a b");
    assertThat(Reason.of(new IllegalStateException("x".repeat(1_000_000)))).hasSizeLessThan(3_000);
  }

  @Test
  void keys_that_fail_leave_room_for_others() throws Exception {
    try (Scene scene = new Scene(TestDatabase.h2())) {
      scene.wire.refuse(event -> event.key().orElse("").startsWith("bad"));
      Outbox writer = scene.open(OutboxBuilder::withoutRelay);
      int keys = RelaySettings.MAX_HELD / RelaySettings.MAX_HELD_OF_KEY + 5;
      for (int key = 0; key < keys; key++) {
        List<Object> events = new ArrayList<>();
        for (int i = 0; i < RelaySettings.MAX_HELD_OF_KEY; i++) {
          events.add(event("bad" + key, i));
        }
        try (Connection connection = scene.begin()) {
          writer.publishAll(connection, events);
          connection.commit();
        }
      }
      Outbox relay = scene.open(builder -> builder.attempts(1_000));
      Await.until("keys fail", () -> relay.health().status() != Health.Status.UP, relay::health);

      relay.inTransaction(tx -> tx.publish(event("good", 1)));
      relay.inTransaction(tx -> tx.publish(event("good", 2)));

      scene.awaitSent(2);
      assertThat(scene.wire.of("good")).containsExactly("1", "2");
    }
  }

  @Test
  void a_clock_that_is_ahead_forgets_nothing_that_is_new() throws Exception {
    try (Scene scene = new Scene(TestDatabase.h2())) {
      Outbox outbox = scene.open(OutboxBuilder::withoutRelay);
      outbox.handleOnce("g", event("a", 1).id("7").source("x").build(), tx -> {});
      InboxMarks marks = new InboxMarks(Database.H2, new Tables("busline_"));
      try (Connection connection = scene.database.dataSource().getConnection()) {
        Instant ahead = Instant.now().plus(Duration.ofDays(30));

        assertThat(marks.pruneSome(connection, ahead, Duration.ofDays(7))).isFalse();

        scene.database.execute("UPDATE busline_inbox SET handled_at = 0");
        outbox.handleOnce("g", event("a", 1).id("8").source("x").build(), tx -> {});
        assertThat(marks.pruneSome(connection, ahead, Duration.ofDays(7))).isTrue();
        assertThat(scene.database.number("SELECT COUNT(*) FROM busline_inbox")).isEqualTo(1);
      }
    }
  }

  @Test
  void tables_that_another_instance_is_just_making_are_waited_for() throws Exception {
    try (Scene scene = new Scene(TestDatabase.h2())) {
      scene.open(OutboxBuilder::withoutRelay);
      scene.database.execute("DELETE FROM busline_outbox_meta WHERE name = 'version'");
      Thread other =
          new Thread(
              () ->
                  scene.database.execute(
                      "INSERT INTO busline_outbox_meta (name, setting) VALUES ('version', '1')"));
      CountDownLatch opened = new CountDownLatch(1);
      Thread opening =
          new Thread(
              () -> {
                scene.open(OutboxBuilder::withoutRelay);
                opened.countDown();
              });
      opening.start();
      Await.until(
          "it waits", () -> opening.getState() == Thread.State.TIMED_WAITING, opening::getState);
      other.start();

      opened.await();
    }
  }
}
