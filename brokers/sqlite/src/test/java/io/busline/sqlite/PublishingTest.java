package io.busline.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import io.busline.event.StartPosition;
import io.busline.spi.Redrive;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishingTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("bus.db");
  }

  @Test
  void publishers_that_wait_at_the_same_time_share_a_commit() {
    try (Bus bus = new Bus(file)) {
      Writer writer = ((SqliteBroker) bus.broker).writer();
      CountDownLatch queued = new CountDownLatch(1);
      var holdsUp = holdUp(writer, queued);

      List<Outcome> outcomes =
          IntStream.range(0, 64)
              .mapToObj(i -> bus.send(Bus.event("order.created", "e" + i, null)))
              .toList();
      var together = writer.soon(1, session -> session.number("SELECT count(*) FROM event"));
      var apart = writer.soon(1, session -> bus.sql("SELECT count(*) FROM event"));
      queued.countDown();

      assertThat(outcomes).allMatch(outcome -> outcome.await().equals("stored"));
      assertThat(holdsUp.join()).isTrue();
      assertThat(together.join()).as("seen inside the transaction").isEqualTo(64);
      assertThat(apart.join()).as("committed before its end").isZero();
    }
  }

  /** Keeps the writer in a transaction; what is handed in meanwhile goes into the next one. */
  static CompletableFuture<Boolean> holdUp(Writer writer, CountDownLatch until) {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> done =
        writer.soon(
            1,
            session -> {
              begun.countDown();
              return awaited(until);
            });
    awaited(begun);
    return done;
  }

  static boolean awaited(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void an_event_published_twice_is_stored_once() {
    Event<byte[]> event = Bus.event("order.created", "1", "k");
    try (Bus bus = new Bus(file);
        Bus other = new Bus(file);
        Consumer consumer = bus.broadcast(StartPosition.earliest(), "order.created")) {
      List<Outcome> outcomes = bus.publish(List.of(event, event));
      Outcome later = other.publish(List.of(event)).get(0);
      Outcome last = bus.publish("order.created", "2", "k");

      assertThat(outcomes.get(0).duplicate).isFalse();
      assertThat(List.of(outcomes.get(1), later))
          .allSatisfy(
              outcome -> {
                assertThat(outcome.await()).isEqualTo("stored");
                assertThat(outcome.duplicate).isTrue();
                assertThat(outcome.position).isEqualTo(outcomes.get(0).position);
              });
      assertThat(last.duplicate).isFalse();
      assertThat(consumer.await(2).ids()).containsExactly("1", "2");
    }
  }

  @Test
  void a_redriven_event_is_no_duplicate_of_the_original_but_of_itself() {
    Event<byte[]> event = Bus.event("order.created", "1", "k");
    Event<byte[]> redriven = new Redrive("g", "letter").mark(event);
    try (Bus bus = new Bus(file)) {
      List<Outcome> outcomes = bus.publish(List.of(event, redriven, redriven));

      assertThat(outcomes.stream().map(outcome -> outcome.duplicate))
          .containsExactly(false, false, true);
    }
  }

  @Test
  void an_id_is_unique_within_its_source_only() {
    try (Bus bus = new Bus(file)) {
      bus.publish("order.created", "1", null);

      Outcome other =
          bus.publish(
                  List.of(Bus.event("order.created", "1", null).toBuilder().source("else").build()))
              .get(0);

      assertThat(other.duplicate).isFalse();
    }
  }

  @Test
  void positions_are_given_in_the_order_of_publishing_and_never_again() {
    try (Bus bus = new Bus(file)) {
      bus.publishOrders(0, 3, 1);
      bus.sql("DELETE FROM event RETURNING 1");
      Outcome next = bus.publish("order.created", "next", null);

      assertThat(next.position).isEqualTo(4L);
    }
  }

  @Test
  void what_is_published_while_closing_is_stored_or_fails() {
    Bus bus = new Bus(file);
    List<Outcome> before =
        IntStream.range(0, 200)
            .mapToObj(i -> bus.send(Bus.event("order.created", "e" + i, null)))
            .toList();
    bus.close();
    Outcome after = bus.send(Bus.event("order.created", "late", null));

    assertThat(before).allMatch(outcome -> outcome.await().equals("stored"));
    assertThat(after.await()).isEqualTo("failed");
    assertThat(after.cause).hasMessageContaining("is closed");
  }
}
