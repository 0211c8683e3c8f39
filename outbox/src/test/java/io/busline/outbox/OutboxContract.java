package io.busline.outbox;

import static io.busline.outbox.Scene.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.Health;
import io.busline.PreparedEvent;
import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import io.busline.event.Event;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.Await;
import java.sql.Connection;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an outbox promises, on any database. */
class OutboxContract {
  private final Scene scene;

  @EventType(value = "shop.order.created", topic = "orders")
  record OrderCreated(@EventKey String orderId, int amount) {}

  OutboxContract(Supplier<TestDatabase> database) {
    scene = new Scene(database.get());
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void an_event_is_published_once_its_transaction_has_committed() throws Exception {
    Outbox outbox = scene.open();
    try (Connection connection = scene.begin()) {
      outbox.publish(connection, event("a", 1));
      assertThat(scene.wire.sent()).isEmpty();
      connection.commit();
    }

    scene.awaitEmpty();

    assertThat(scene.wire.texts()).containsExactly("a=1");
  }

  @Test
  void an_event_that_is_rolled_back_is_never_published() throws Exception {
    Outbox outbox = scene.open();
    try (Connection connection = scene.begin()) {
      outbox.publish(connection, event("a", 1));
      connection.rollback();
      outbox.publish(connection, event("a", 2));
      connection.commit();
    }

    scene.awaitEmpty();

    assertThat(scene.wire.texts()).containsExactly("a=2");
  }

  @Test
  void a_rollback_to_a_savepoint_removes_what_was_published_since() throws Exception {
    Outbox outbox = scene.open();
    try (Connection connection = scene.begin()) {
      outbox.publish(connection, event("a", 1));
      Savepoint savepoint = connection.setSavepoint();
      outbox.publish(connection, event("a", 2));
      connection.rollback(savepoint);
      outbox.publish(connection, event("a", 3));
      connection.commit();
    }

    scene.awaitEmpty();

    assertThat(scene.wire.texts()).containsExactly("a=1", "a=3");
  }

  @Test
  void whatever_a_bus_publishes_travels_as_if_the_bus_had_published_it() throws Exception {
    Outbox outbox = scene.open();
    Event<byte[]> full =
        event("ä€", "x")
            .id("7")
            .source("/elsewhere")
            .time(Instant.parse("2026-11-30T12:00:00.123456789Z"))
            .dataContentType("text/plain")
            .dataSchema("https://example.com/schema")
            .subject("back\\slash")
            .extension("traceparent", "00-1")
            .build();
    List<PreparedEvent> stored;
    try (Connection connection = scene.begin()) {
      stored =
          outbox.publishAll(
              connection,
              List.of(
                  full,
                  new OrderCreated("o-1", 42),
                  Event.builder("order.gone", new byte[] {0, -1})));
      connection.commit();
    }

    scene.awaitEmpty();

    assertThat(scene.wire.sent())
        .containsExactlyInAnyOrderElementsOf(stored.stream().map(PreparedEvent::event).toList())
        .contains(full);
    assertThat(scene.bus.topics()).extracting("name").contains("orders", "order");
  }

  @Test
  void a_transaction_of_the_outbox_commits_changes_and_events_together() throws Exception {
    scene.database.execute("CREATE TABLE orders (id varchar(20) PRIMARY KEY)");
    Outbox outbox = scene.open();

    outbox.inTransaction(
        tx -> {
          tx.publish(event("a", 1));
          tx.connection().createStatement().execute("INSERT INTO orders VALUES ('a')");
        });
    assertThatThrownBy(
            () ->
                outbox.inTransaction(
                    tx -> {
                      tx.connection().createStatement().execute("INSERT INTO orders VALUES ('b')");
                      tx.publish(event("b", 1));
                      throw new IllegalStateException("out of stock");
                    }))
        .hasMessage("out of stock");

    scene.awaitEmpty();
    assertThat(scene.wire.texts()).containsExactly("a=1");
    assertThat(scene.database.number("SELECT COUNT(*) FROM orders")).isEqualTo(1);
  }

  @Test
  void an_outage_of_the_broker_delays_events_and_loses_none() throws Exception {
    Outbox outbox = scene.open();
    scene.wire.memory().faults().outage(true);
    publish(outbox, 50, "a", "b", "c");
    Await.until(
        "the outbox says so", () -> outbox.health().status() != Health.Status.UP, outbox::health);
    assertThat(scene.waiting()).isEqualTo(50);

    scene.wire.memory().faults().outage(false);

    scene.awaitEmpty();
    assertThat(scene.database.number("SELECT COUNT(*) FROM busline_outbox_letter")).isZero();
    assertOrder("a", "b", "c");
    Await.until("all is well", () -> outbox.health().status() == Health.Status.UP, outbox::health);
  }

  @Test
  @Warns("is given up after 1 attempts and kept as its dead letter")
  void a_refused_event_becomes_a_dead_letter_and_keeps_back_only_its_key() throws Exception {
    scene.wire.refuse(event -> Wire.text(event).equals("poison=1"));
    Outbox outbox = scene.open(builder -> builder.slots(1).attempts(1));
    publish(outbox, event("poison", 1));
    publish(outbox, event("poison", 2));
    publish(outbox, event("a", 1));

    scene.awaitEmpty();

    assertThat(scene.wire.texts()).containsExactlyInAnyOrder("poison=2", "a=1");
    OutboxAdmin admin = admin();
    OutboxLetter letter = admin.letters(10).get(0);
    assertThat(letter.key()).contains("poison");
    assertThat(letter.attempts()).isEqualTo(1);
    assertThat(letter.error()).contains("the broker does not like it");

    scene.wire.refuse(event -> false);
    assertThat(admin.redrive(letter.id())).isTrue();
    scene.awaitSent(3);
    assertThat(scene.wire.texts()).contains("poison=1");
    assertThat(admin.letters(10)).isEmpty();
    assertThat(admin.redrive(letter.id())).isFalse();
  }

  @Test
  @Warns("is given up after 1 attempts and kept as its dead letter")
  void a_dead_letter_can_be_discarded() throws Exception {
    scene.wire.refuse(event -> true);
    Outbox outbox = scene.open(builder -> builder.attempts(1));
    publish(outbox, event("a", 1));
    scene.awaitEmpty();
    OutboxAdmin admin = admin();

    assertThat(admin.discard(admin.letters(10).get(0).id())).isTrue();

    assertThat(admin.letters(10)).isEmpty();
    assertThat(admin.lag().letters()).isZero();
  }

  @Test
  void while_an_event_is_unanswered_its_key_waits_and_no_other() throws Exception {
    scene.wire.ignore(event -> Wire.text(event).equals("a=1"));
    Outbox outbox = scene.open(builder -> builder.slots(1));
    publish(outbox, event("a", 1));
    publish(outbox, event("a", 2));
    for (int i = 0; i < 20; i++) {
      outbox.inTransaction(
          tx -> IntStream.range(0, 100).forEach(b -> tx.publish(event("b" + b, b))));
    }

    scene.awaitSent(2_000);

    assertThat(scene.wire.of("a")).isEmpty();
    scene.wire.answerIgnored();
    scene.awaitEmpty();
    assertThat(scene.wire.of("a")).containsExactly("1", "2");
  }

  @Test
  void a_key_with_more_events_than_are_held_loses_none_and_keeps_its_order() throws Exception {
    Outbox writer = scene.open(OutboxBuilder::withoutRelay);
    int many = RelaySettings.MAX_HELD_OF_KEY * 3 + 7;
    for (int from = 0; from < many; from += 100) {
      List<Object> events = new ArrayList<>();
      IntStream.range(from, Math.min(many, from + 100))
          .forEach(i -> events.add(event("hot", i + 1)));
      try (Connection connection = scene.begin()) {
        writer.publishAll(connection, events);
        connection.commit();
      }
    }

    scene.open();

    scene.awaitEmpty();
    assertThat(scene.wire.of("hot"))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, many).mapToObj(String::valueOf).toList());
  }

  @Test
  void a_rate_that_is_limited_is_kept() throws Exception {
    Outbox outbox = scene.open(builder -> builder.maxRate(100));
    long start = System.nanoTime();
    outbox.inTransaction(tx -> IntStream.range(0, 60).forEach(i -> tx.publish(event("k" + i, i))));

    scene.awaitSent(60);

    assertThat(System.nanoTime() - start).isGreaterThan(500_000_000L);
  }

  @Test
  void relays_share_the_slots_and_each_event_is_published_once() throws Exception {
    // On a busy machine, a relay may be silent for a second.
    Outbox first = scene.open(builder -> builder.lease(Duration.ofSeconds(4)));
    Outbox second = scene.open(builder -> builder.lease(Duration.ofSeconds(4)));
    Await.until("both hold half", () -> slotsOfEach().equals(List.of(32, 32)), this::slotsOfEach);

    publish(first, 100, "a", "b", "c", "d", "e", "f", "g", "h");

    scene.awaitEmpty();
    assertThat(scene.wire.sent()).hasSize(100);
    assertThat(first.published() + second.published()).isEqualTo(100);
    assertThat(second.published()).isPositive();
    assertOrder("a", "b", "c", "d", "e", "f", "g", "h");
  }

  @Test
  void a_relay_that_closes_leaves_its_slots_to_others_at_once() throws Exception {
    Outbox first = scene.open();
    Await.until("it holds all", () -> slotsOfEach().equals(List.of(64)), this::slotsOfEach);
    first.close();
    assertThat(admin().lag().unowned()).isEqualTo(64);

    Outbox second = scene.open();
    publish(second, event("a", 1));

    scene.awaitSent(1);
  }

  @Test
  @MayWarn("the relay of an outbox cannot go on")
  void the_slots_of_a_dead_relay_are_taken_after_its_lease() throws Exception {
    scene.open(OutboxBuilder::withoutRelay);
    scene.database.execute(
        "INSERT INTO busline_outbox_relay (id, host, beat, beat_at) VALUES ('dead', 'x', 7, 0)",
        "UPDATE busline_outbox_slot SET owner = 'dead', epoch = 5");
    Outbox outbox = scene.open();

    publish(outbox, event("a", 1));

    scene.awaitSent(1);
    assertThat(admin().lag().relays()).extracting(OutboxLag.Relay::id).doesNotContain("dead");
  }

  @Test
  void a_relay_that_has_lost_its_slots_does_no_harm() throws Exception {
    Outbox outbox = scene.open();
    publish(outbox, event("a", 1));
    scene.awaitSent(1);

    scene.database.execute(
        "DELETE FROM busline_outbox_relay",
        "UPDATE busline_outbox_slot SET owner = 'thief', epoch = epoch + 1");
    publish(outbox, event("a", 2));

    scene.awaitSent(2);
    assertThat(scene.wire.of("a")).containsExactly("1", "2");
  }

  @Test
  void what_waits_and_who_publishes_it_can_be_looked_at() throws Exception {
    Outbox writer = scene.open(OutboxBuilder::withoutRelay);
    publish(writer, event("a", 1));

    OutboxLag lag = admin().lag();

    assertThat(lag.waiting()).isEqualTo(1);
    assertThat(lag.oldest()).get().satisfies(at -> assertThat(at).isBefore(Instant.now()));
    assertThat(lag.relays()).isEmpty();
    assertThat(admin().diagnose())
        .extracting("message")
        .anySatisfy(text -> assertThat((String) text).contains("none is alive"));
  }

  private OutboxAdmin admin() {
    return new OutboxAdmin(scene.database.dataSource(), "busline_");
  }

  private List<Integer> slotsOfEach() {
    return admin().lag().relays().stream().map(OutboxLag.Relay::slots).toList();
  }

  private void publish(Outbox outbox, Object event) throws Exception {
    outbox.inTransaction(tx -> tx.publish(event));
  }

  /** Numbers from 1 on for each key. */
  private void publish(Outbox outbox, int count, String... keys) throws Exception {
    for (int i = 0; i < count; i++) {
      publish(outbox, event(keys[i % keys.length], 1 + i / keys.length));
    }
  }

  private void assertOrder(String... keys) {
    for (String key : keys) {
      List<String> texts = scene.wire.of(key);
      assertThat(texts)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, texts.size()).mapToObj(String::valueOf).toList());
    }
  }
}
