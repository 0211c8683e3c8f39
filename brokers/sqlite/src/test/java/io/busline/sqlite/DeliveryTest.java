package io.busline.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import io.busline.event.StartPosition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("bus.db");
  }

  @Test
  void an_event_arrives_as_it_was_published() {
    Event<byte[]> event =
        Event.builder("order.created", new byte[] {0, 1, -1})
            .id("e-1")
            .source("https://shop.example/orders")
            .subject("o-1")
            .time(Instant.parse("2026-11-23T12:00:00.123456789Z"))
            .dataContentType("application/octet-stream")
            .dataSchema("https://shop.example/schema.json")
            .key("käufer=7")
            .extension("traceparent", "00-abc=")
            .build();
    try (Bus bus = new Bus(file);
        Consumer consumer = bus.group("shipping", "order.created")) {
      bus.publish(List.of(event));

      consumer.await(1);

      assertThat(consumer.arrived.get(0).event()).isEqualTo(event);
      assertThat(consumer.arrived.get(0).topic()).isEqualTo("order");
      assertThat(consumer.arrived.get(0).priorAttempts()).isZero();
    }
  }

  @Test
  void an_event_may_have_no_data_and_no_optional_attribute() {
    Event<byte[]> event = Event.builder("tick", new byte[0]).id("1").source("clock").build();
    try (Bus bus = new Bus(file);
        Consumer consumer = bus.group("g", "tick")) {
      Outcome outcome = bus.publish(List.of(event)).get(0);

      consumer.await(1);

      assertThat(outcome.await()).isEqualTo("stored");
      assertThat(consumer.arrived.get(0).event()).isEqualTo(event);
    }
  }

  @Test
  void acknowledged_events_do_not_come_again_and_others_do() {
    try (Bus bus = new Bus(file)) {
      bus.publishOrders(0, 10, 3);
      try (Consumer first = bus.group("g", "order.created").await(10)) {
        first.broker.ack(first.held.subList(0, 4));
        first.broker.ack(first.held.subList(7, 9));
      }

      Consumer second = bus.group("g", "order.created").await(4);

      assertThat(second.ids()).containsExactly("e4", "e5", "e6", "e9");
    }
  }

  @Test
  void released_events_come_again_without_counting_an_attempt() {
    try (Bus bus = new Bus(file);
        Consumer consumer = bus.group("g", "order.created")) {
      bus.publishOrders(0, 3, 3);
      consumer.await(3);

      consumer.broker.release(List.copyOf(consumer.held));
      consumer.await(6);

      assertThat(consumer.ids()).containsExactly("e0", "e1", "e2", "e0", "e1", "e2");
      assertThat(consumer.arrived).allMatch(message -> message.priorAttempts() == 0);
    }
  }

  @Test
  void every_group_gets_every_event_it_wants() {
    try (Bus bus = new Bus(file);
        Consumer one = bus.group("one", "order.*");
        Consumer two = bus.group("two", "order.created", "payment.>");
        Consumer three = bus.group("three", ">")) {
      bus.publish("order.created", "1", null);
      bus.publish("order.cancelled", "2", null);
      bus.publish("payment.card.refused", "3", null);

      assertThat(one.await(2).ids()).containsExactlyInAnyOrder("1", "2");
      assertThat(two.await(2).ids()).containsExactlyInAnyOrder("1", "3");
      assertThat(three.await(3).ids()).containsExactlyInAnyOrder("1", "2", "3");
    }
  }

  @Test
  void a_type_that_appears_later_is_found_by_a_pattern() {
    try (Bus bus = new Bus(file);
        Consumer consumer = bus.group("g", "order.*")) {
      bus.publish("order.created", "1", null);
      consumer.await(1).ack();

      bus.publish("order.paid", "2", null);

      assertThat(consumer.await(2).ids()).containsExactly("1", "2");
    }
  }

  @Test
  void start_positions_hold_for_groups_and_broadcasts() {
    ManualTime time = new ManualTime();
    try (Bus bus = new Bus(file, time)) {
      bus.publish("a.b", "1", null);
      time.advance(Duration.ofSeconds(1));
      Instant between = time.now();
      bus.publish("a.b", "2", null);
      time.advance(Duration.ofSeconds(1));
      List<Consumer> earliest =
          List.of(bus.group("e", "a.b"), bus.broadcast(StartPosition.earliest(), "a.b"));
      List<Consumer> since =
          List.of(
              bus.group("s", StartPosition.at(between), "a.b"),
              bus.broadcast(StartPosition.at(between), "a.b"));
      List<Consumer> latest =
          List.of(
              bus.group("l", StartPosition.latest(), "a.b"),
              bus.broadcast(StartPosition.latest(), "a.b"));
      bus.publish("a.b", "3", null);

      assertThat(earliest)
          .allSatisfy(c -> assertThat(c.await(3).ids()).containsExactly("1", "2", "3"));
      assertThat(since).allSatisfy(c -> assertThat(c.await(2).ids()).containsExactly("2", "3"));
      assertThat(latest).allSatisfy(c -> assertThat(c.await(1).ids()).containsExactly("3"));
    }
  }

  @Test
  void lag_counts_what_is_not_acknowledged() {
    try (Bus bus = new Bus(file);
        Consumer consumer = bus.group("g", "order.created");
        Consumer broadcast = bus.broadcast(StartPosition.earliest(), "order.*")) {
      bus.publishOrders(0, 10, 3);
      bus.publish("order.paid", "p", null);
      assertThat(consumer.broker.lag()).hasValue(10);
      assertThat(broadcast.broker.lag()).hasValue(11);

      consumer.await(10);
      consumer.broker.ack(consumer.held.subList(0, 4));
      broadcast.await(11).ack();

      assertThat(consumer.broker.lag()).hasValue(6);
      assertThat(broadcast.broker.lag()).hasValue(0);
    }
  }
}
