package io.busline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.BusClosedException;
import io.busline.error.ConfigurationException;
import io.busline.error.EncodingException;
import io.busline.error.InvalidEventException;
import io.busline.error.PublishFailedException;
import io.busline.error.PublishUnknownException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.logs.Warns;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishingTest {
  private final TestBus test = TestBus.inVirtualTime();
  private final EventBus bus = test.bus;

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void a_receipt_names_the_event_and_its_place() {
    Receipt receipt = bus.publish("order.created", "hello");

    assertThat(receipt.type()).isEqualTo("order.created");
    assertThat(receipt.topic()).isEqualTo("order");
    assertThat(receipt.position()).contains("0");
    assertThat(receipt.id()).hasSize(36);
    assertThat(receipt.isDuplicate()).isFalse();
  }

  @Test
  void an_annotated_object_is_stamped_with_type_key_source_time_and_content_type()
      throws Exception {
    bus.subscription("g").onPattern(">", String.class, test.received::add).subscribe();

    bus.publish(new Sample("k-1", "hello"));

    Event<String> event = test.next();
    assertThat(event.type()).isEqualTo("sample.taken");
    assertThat(event.subject()).contains("k-1");
    assertThat(event.key()).contains("k-1");
    assertThat(event.source()).isEqualTo("tests");
    assertThat(event.time()).contains(test.time.now());
    assertThat(event.dataContentType()).contains("application/json");
    assertThat(event.data()).isEqualTo("k-1:hello");
  }

  @Test
  void a_full_event_is_published_as_it_is() throws Exception {
    bus.subscription("g").onPattern(">", String.class, test.received::add).subscribe();
    Event<String> event =
        Event.builder("order.created", "hello")
            .id("7")
            .source("/elsewhere")
            .dataContentType("application/json")
            .extension("traceparent", "00-1")
            .build();

    bus.publish(event);

    assertThat(test.next()).isEqualTo(event);
  }

  @Test
  void the_same_source_and_id_is_stored_once() throws Exception {
    bus.subscription("g").onPattern(">", String.class, test.received::add).subscribe();

    Receipt first = bus.publish(Event.builder("order.created", "a").id("7"));
    Receipt second = bus.publish(Event.builder("order.created", "a").id("7"));
    bus.publish(Event.builder("order.created", "b").id("8"));

    assertThat(first.isDuplicate()).isFalse();
    assertThat(second.isDuplicate()).isTrue();
    assertThat(second.position()).isEqualTo(first.position());
    assertThat(test.next().data()).isEqualTo("a");
    assertThat(test.next().data()).isEqualTo("b");
  }

  @Test
  void an_id_the_bus_made_is_recognised_when_it_comes_again() {
    List<Receipt> receipts =
        IntStream.range(0, 100).mapToObj(i -> bus.publish("order.created", "a")).toList();

    for (Receipt first : receipts) {
      Receipt second = bus.publish(Event.builder("order.created", "a").id(first.id()));
      assertThat(second.isDuplicate()).isTrue();
      assertThat(second.position()).isEqualTo(first.position());
    }
    assertThat(bus.publish("order.created", "a").isDuplicate()).isFalse();
  }

  @Test
  void a_builder_published_twice_is_one_event() {
    EventBuilder<String> builder = Event.builder("order.created", "a");

    assertThat(bus.publish(builder).isDuplicate()).isFalse();
    assertThat(bus.publish(builder).isDuplicate()).isTrue();
  }

  @Test
  void an_id_from_an_interceptor_is_recognised_when_it_comes_again() {
    Interceptor naming =
        new Interceptor() {
          @Override
          public Event<?> publishing(Event<?> event) {
            return event.toBuilder().id("7").build();
          }
        };
    try (EventBus named = test.builder("named").interceptor(naming).connect()) {
      assertThat(named.publish("order.created", "a").isDuplicate()).isFalse();
      assertThat(named.publish("order.created", "a").isDuplicate()).isTrue();
    }
  }

  @Test
  void two_events_that_share_an_id_by_mistake_are_both_kept() throws Exception {
    bus.subscription("g").onPattern(">", String.class, test.received::add).subscribe();

    Receipt first = bus.publish(Event.builder("order.created", "a").id("7"));
    Receipt second = bus.publish(Event.builder("order.created", "b").id("7"));
    Receipt third = bus.publish(Event.builder("order.changed", "b").id("7"));
    Receipt again = bus.publish(Event.builder("order.created", "b").id("7"));

    assertThat(first.isDuplicate() || second.isDuplicate() || third.isDuplicate()).isFalse();
    assertThat(again.isDuplicate()).isTrue();
    assertThat(again.position()).isEqualTo(second.position());
    assertThat(test.next().data()).isEqualTo("a");
    assertThat(test.next().data()).isEqualTo("b");
    assertThat(test.next().type()).isEqualTo("order.changed");
  }

  @Test
  void what_the_broker_refused_is_failed() {
    test.broker.faults().failPublishes(1);

    assertThatThrownBy(() -> bus.publish("order.created", "a"))
        .isInstanceOf(PublishFailedException.class)
        .hasMessageContaining("order.created")
        .hasMessageContaining("Publish it again");
    assertThat(bus.publish("order.created", "a").isDuplicate()).isFalse();
  }

  @Test
  void a_lost_confirmation_is_unknown_and_the_same_id_again_is_safe() {
    test.broker.faults().loseConfirmations(1);

    assertThatThrownBy(() -> bus.publish(Event.builder("order.created", "a").id("7")))
        .isInstanceOf(PublishUnknownException.class)
        .hasMessageContaining("same id is safe");
    assertThat(bus.publish(Event.builder("order.created", "a").id("7")).isDuplicate()).isTrue();
  }

  @Test
  void a_broker_that_never_answers_makes_the_outcome_unknown_at_the_deadline() {
    test.broker.faults().withholdAnswers(1);
    CompletableFuture<Receipt> future = bus.publishAsync("order.created", "a");

    test.time.advance(Duration.ofSeconds(29));
    assertThat(future).isNotDone();
    test.time.advance(Duration.ofSeconds(2));

    assertThat(future)
        .failsWithin(TestBus.PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(PublishUnknownException.class)
        .withMessageContaining("PT30S");
  }

  @Test
  void a_late_answer_and_a_meddling_caller_change_nothing() {
    test.broker.faults().withholdAnswers(1);
    CompletableFuture<Receipt> future = bus.publishAsync("order.created", "a");

    assertThat(future.cancel(true)).isTrue();
    test.time.advance(Duration.ofSeconds(31));

    assertThat(bus.publish("order.created", "b")).isNotNull();
    assertThat(test.await(Signal.NotPublished.class).cause())
        .isInstanceOf(PublishUnknownException.class);
  }

  @Test
  @Warns("the bus of small closed with 2 publishes unconfirmed")
  void at_the_bound_publishing_waits_and_then_fails() {
    test.broker.faults().withholdAnswers(2);
    try (EventBus small =
        test.builder("small")
            .maxInFlight(2, 1_000)
            .publishTimeout(Duration.ofMillis(50))
            .time(test.time)
            .connect()) {
      CompletableFuture<Receipt> first = small.publishAsync("order.created", "a");
      CompletableFuture<Receipt> second = small.publishAsync("order.created", "b");
      CompletableFuture<Receipt> third = small.publishAsync("order.created", "c");

      assertThat(first).isNotDone();
      assertThat(second).isNotDone();
      assertThat(third)
          .failsWithin(TestBus.PATIENCE)
          .withThrowableThat()
          .withCauseInstanceOf(PublishFailedException.class)
          .withMessageContaining("2 events waited");
    }
  }

  @Test
  void an_event_larger_than_all_room_is_let_through_alone() {
    try (EventBus small = test.builder("small").maxInFlight(10, 4).time(test.time).connect()) {
      assertThat(small.publish("order.created", "0123456789")).isNotNull();
    }
  }

  @Test
  void a_batch_answers_for_each_event_in_order() {
    test.broker.faults().failPublishes(1);

    List<PublishOutcome> outcomes =
        bus.publishAll(
            List.of(
                Event.builder("order.created", "refused"),
                new Sample("k", "stored"),
                Event.builder("order.created", "!"),
                "not an event",
                Event.builder("order.created", "stored")));

    assertThat(outcomes.get(0)).isInstanceOf(PublishOutcome.Failed.class);
    assertThat(outcomes.get(1).isStored()).isTrue();
    assertThat(((PublishOutcome.Failed) outcomes.get(2)).cause())
        .isInstanceOf(EncodingException.class);
    assertThat(((PublishOutcome.Failed) outcomes.get(3)).cause())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("@EventType");
    assertThat(outcomes.get(4).isStored()).isTrue();
  }

  @Test
  void a_batch_larger_than_the_bound_is_published_whole() {
    try (EventBus small = test.builder("small").maxInFlight(3, 1_000).time(test.time).connect()) {
      List<String> ids = IntStream.range(0, 1_000).mapToObj(i -> "e" + i).toList();

      List<PublishOutcome> outcomes =
          small.publishAll(
              ids.stream().map(id -> Event.builder("order.created", "x").id(id)).toList());

      assertThat(outcomes).hasSize(1_000).allMatch(PublishOutcome::isStored);
    }
  }

  @Test
  void what_breaks_a_rule_is_refused_before_anything_is_sent() {
    assertThatThrownBy(() -> bus.publish(null)).isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> bus.publish("order.created", null))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("null");
    assertThatThrownBy(() -> bus.publish(null, "data")).isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> bus.publish("order.*", "data"))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("order.*");
    assertThatThrownBy(() -> bus.publish("$JS.API.STREAM.DELETE.x", "data"))
        .isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> bus.publish("order.created", "!"))
        .isInstanceOf(EncodingException.class);
    assertThatThrownBy(() -> bus.publish("order.created", List.of()))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("codec");
    assertThat(bus.topics()).isEmpty();
  }

  @Test
  void what_is_too_large_is_refused_with_the_limit() {
    assertThatThrownBy(() -> bus.publish("order.created", new byte[1024 * 1024 + 1]))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("1048577")
        .hasMessageContaining("1048576");
    var builder = Event.builder("order.created", "x");
    for (int i = 0; i < 5; i++) {
      builder.extension("ext" + i, "v".repeat(10_000));
    }
    assertThatThrownBy(() -> bus.publish(builder))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("attributes");
    assertThat(bus.publish("order.created", new byte[1024 * 1024])).isNotNull();
  }

  @Test
  void an_asynchronous_publish_throws_nothing_itself() {
    assertThat(bus.publishAsync(null))
        .failsWithin(TestBus.PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(InvalidEventException.class);
    assertThat(bus.publishAsync("order..created", "x")).isCompletedExceptionally();
  }

  @Test
  @Warns("the bus of tests closed with 1 publishes unconfirmed")
  void a_publish_interrupted_while_it_waits_is_unknown_and_keeps_the_interrupt() {
    test.broker.faults().withholdAnswers(1);
    Thread caller = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              test.until(() -> caller.getState() == Thread.State.WAITING, "it waits");
              caller.interrupt();
            });
    interrupter.start();

    assertThatThrownBy(() -> bus.publish("order.created", "a"))
        .isInstanceOf(PublishUnknownException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void a_closed_bus_refuses() {
    bus.close();
    bus.close();

    assertThatThrownBy(() -> bus.publish("order.created", "a"))
        .isInstanceOf(BusClosedException.class);
    assertThat(bus.publishAsync("order.created", "a")).isCompletedExceptionally();
    assertThatThrownBy(() -> bus.broadcast().on("a.b", String.class, e -> {}).subscribe())
        .isInstanceOf(BusClosedException.class);
  }

  @Test
  void closing_answers_what_the_broker_never_did() {
    test.broker.faults().withholdAnswers(1);
    CompletableFuture<Receipt> future = bus.publishAsync("order.created", "a");

    DrainReport report = bus.drain(Duration.ofMillis(50));

    assertThat(report.unconfirmed()).isEqualTo(1);
    assertThat(report.isComplete()).isFalse();
    assertThat(future)
        .failsWithin(TestBus.PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(PublishUnknownException.class);
  }

  @Test
  void a_chained_callback_does_not_run_on_the_brokers_thread() {
    test.broker.faults().withholdAnswers(1);
    CompletableFuture<String> thread =
        bus.publishAsync("order.created", "a")
            .handle((receipt, failure) -> Thread.currentThread().getName());

    test.time.advance(Duration.ofSeconds(31));

    assertThat(thread)
        .succeedsWithin(TestBus.PATIENCE)
        .asString()
        .doesNotContain("busline-publish-deadlines");
  }
}
