package io.busline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.admin.DeadLetterQuery;
import io.busline.delivery.HandlerTimeout;
import io.busline.error.EncodingException;
import io.busline.event.Event;
import io.busline.event.EventDefinition;
import io.busline.logs.Warns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObserverTest {
  private final TestBus test = TestBus.inVirtualTime();
  private final RecordingObserver observer = new RecordingObserver(Map.of("hue", "red"));
  private final EventBus bus = test.builder("observed").observer(observer).connect();

  @AfterEach
  void close() {
    bus.close();
    test.close();
  }

  private SubscriptionBuilder group() {
    return bus.subscription("g").retry(RetryPolicy.fixed(2, Duration.ofSeconds(1)));
  }

  @Test
  void is_told_of_a_publish_from_its_start_to_the_answer() {
    bus.publish("order.created", "x");

    test.until(() -> observer.published.size() == 1, "an end");
    PublishObservation.PublishEnd end = observer.published.get(0);
    assertThat(observer.steps)
        .containsExactly("connected to memory broker", "publishing SINGLE to order");
    assertThat(end.outcome().isStored()).isTrue();
    assertThat(end.size()).isEqualTo(1);
    assertThat(end.encodedNanos()).isPositive().isLessThanOrEqualTo(end.sentNanos());
    assertThat(end.tookNanos()).isGreaterThanOrEqualTo(end.sentNanos());
  }

  @Test
  void is_told_how_a_publish_failed_that_was_never_sent() {
    assertThatThrownBy(() -> bus.publish("order.created", new Object()))
        .isInstanceOf(EncodingException.class);

    test.until(() -> observer.published.size() == 1, "an end");
    assertThat(observer.published.get(0).outcome())
        .isInstanceOfSatisfying(
            PublishOutcome.Failed.class,
            failed -> assertThat(failed.cause()).isInstanceOf(EncodingException.class));
  }

  @Test
  void gives_an_event_what_it_is_to_carry_and_replaces_nothing() throws Exception {
    group().on("order.created", String.class, test.received::add).subscribe();

    bus.publish("order.created", "x");
    bus.publish(Event.builder("order.created", "y").extension("hue", "blue"));

    assertThat(test.next().extensions()).containsEntry("hue", "red");
    assertThat(test.next().extensions()).containsEntry("hue", "blue");
  }

  @Test
  @Warns("failed on attributes. What it watches goes on")
  void has_an_event_go_without_what_does_not_fit() throws Exception {
    Observer greedy = new RecordingObserver(Map.of("hue", "x".repeat(20_000)));
    try (EventBus other = test.builder("greedy").observer(greedy).connect()) {
      other.subscription("o").on("order.created", String.class, test.received::add).subscribe();

      other.publish("order.created", "x");

      assertThat(test.next().extensions()).isEmpty();
    }
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED) after 2 attempts")
  void watches_each_attempt_and_what_becomes_of_its_failure() {
    List<String> handlers = new CopyOnWriteArrayList<>();
    group()
        .on(
            "order.created",
            String.class,
            event -> {
              handlers.add(observer.within.get());
              throw new IllegalStateException("no");
            })
        .subscribe();

    bus.publish(Event.builder("order.created", "x").id("1"));
    test.until(() -> observer.handled.size() == 1, "an attempt");
    test.time.advance(Duration.ofMinutes(1));

    Signal.DeadLettered buried = test.await(Signal.DeadLettered.class);
    test.until(() -> observer.handled.size() == 2, "two attempts");
    assertThat(handlers).containsExactly("1/1", "1/2");
    assertThat(observer.handled)
        .allSatisfy(end -> assertThat(end.failure()).hasMessage("no"))
        .allSatisfy(end -> assertThat(end.failed()).isEqualTo(1));
    assertThat(buried.letter().event().extensions()).containsEntry("traced", "1/2");
    test.until(
        () -> observer.signals.stream().anyMatch(Signal.DeadLettered.class::isInstance), "told");
    assertThat(observer.signals).anyMatch(Signal.Retrying.class::isInstance);
    assertThat(observer.signals).noneMatch(Signal.Handled.class::isInstance);
  }

  @Test
  @Warns("a handler did not return in time")
  @Warns("is a dead letter (HANDLER_TIMED_OUT) after 1 attempts")
  void ends_an_attempt_whose_handler_does_not_return_in_time() {
    bus.subscription("g")
        .retry(RetryPolicy.none())
        .handlerTimeout(Duration.ofSeconds(1))
        .on("order.created", String.class, event -> new Semaphore(0).acquire())
        .subscribe();

    bus.publish("order.created", "x");
    test.until(() -> !observer.delivered.isEmpty(), "a handler that runs");
    test.time.advance(Duration.ofSeconds(2));

    test.until(() -> observer.handled.size() == 1, "an end");
    assertThat(observer.handled.get(0).failure()).isInstanceOf(HandlerTimeout.class);
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED) after 1 attempts")
  void watches_a_batch_as_one_attempt() {
    bus.subscription("g")
        .retry(RetryPolicy.none())
        .onBatch(
            EventDefinition.of("order.created", String.class),
            10,
            batch -> batch.fail(batch.events().get(0), new IllegalStateException("this one")))
        .subscribe();

    bus.publishAll(List.of(Event.builder("order.created", "x")));

    test.until(() -> observer.handled.size() == 1, "an end");
    assertThat(observer.handled.get(0).failure()).hasMessage("this one");
    assertThat(observer.steps).contains("publishing BATCH to order");
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED) after 1 attempts")
  void watches_what_a_handler_publishes_with_its_acknowledgement() {
    bus.subscription("g")
        .retry(RetryPolicy.none())
        .onTransaction(
            "order.created",
            String.class,
            (event, outputs) -> {
              outputs.publish("stock.reserved", event.data());
              if (event.data().equals("bad")) {
                throw new IllegalStateException("no");
              }
            })
        .subscribe();

    bus.publish("order.created", "bad");
    bus.publish("order.created", "good");

    test.until(() -> observer.published.size() == 4, "four ends");
    assertThat(observer.published.stream().filter(end -> !end.outcome().isStored())).hasSize(1);
    assertThat(observer.steps).contains("publishing OUTPUT to stock");
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED) after 1 attempts")
  void watches_a_redrive() throws Exception {
    bus.subscription("g")
        .retry(RetryPolicy.none())
        .on(
            "order.created",
            String.class,
            event -> {
              if (test.received.isEmpty()) {
                test.received.add(event);
                throw new IllegalStateException("no");
              }
            })
        .subscribe();
    bus.publish("order.created", "x");
    test.await(Signal.DeadLettered.class);

    bus.deadLetters().redrive(DeadLetterQuery.all(), RedriveOptions.now());

    test.until(() -> observer.handled.size() == 2, "handled again");
    assertThat(observer.steps).contains("publishing REDRIVE to order");
    assertThat(test.next().extensions()).containsEntry("hue", "red");
  }

  @Test
  void tells_subscriptions_and_the_end() {
    group().on("order.created", String.class, event -> {}).subscribe();

    bus.close();

    assertThat(observer.steps).contains("subscribed g").endsWith("closed");
  }
}
