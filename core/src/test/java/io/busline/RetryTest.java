package io.busline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetter.Reason;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.event.EventPattern;
import io.busline.event.Ordering;
import io.busline.event.StartPosition;
import io.busline.logs.Warns;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.ConsumerSpec.Interest;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final Logger LOG = System.getLogger("io.busline");
  private static final RetryPolicy THREE = RetryPolicy.fixed(3, Duration.ofMinutes(1));

  private final TestBus test = TestBus.inVirtualTime();
  private final EventBus bus = test.bus;
  private final AtomicInteger attempts = new AtomicInteger();

  @AfterEach
  void close() {
    test.close();
  }

  private void failing(Throwable failure, RetryPolicy policy) {
    bus.subscription("g")
        .on(
            "order.created",
            String.class,
            event -> {
              attempts.incrementAndGet();
              sneak(failure);
            })
        .retry(policy)
        .subscribe();
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable failure) throws E {
    throw (E) failure;
  }

  private void untilAttempts(int number) {
    test.until(() -> attempts.get() == number, number + " attempts");
    test.until(
        () ->
            test.all(Signal.Retrying.class).size() + test.all(Signal.DeadLettered.class).size()
                >= number,
        number + " failures noticed");
  }

  /** So that time that passes from now on is not that of handlers which are about to return. */
  private void untilHandled(int number) {
    test.until(
        () -> test.all(Signal.Handled.class).size() == number, number + " handlers have returned");
  }

  @Test
  @Warns(
      "is a dead letter (HANDLER_FAILED) after 3 attempts: java.lang.IllegalStateException: no luck")
  void a_failed_event_is_handled_again_until_attempts_run_out_and_then_kept() {
    failing(new IllegalStateException("no luck"), THREE);

    bus.publish(Event.builder("order.created", "a").id("7").key("k"));
    untilAttempts(1);
    test.time.advance(Duration.ofSeconds(59));
    assertThat(attempts).hasValue(1);
    test.time.advance(Duration.ofSeconds(1));
    untilAttempts(2);
    test.time.advance(Duration.ofMinutes(1));
    untilAttempts(3);

    DeadLetter letter = test.await(Signal.DeadLettered.class).letter();
    assertThat(letter.group()).isEqualTo("g");
    assertThat(letter.topic()).isEqualTo("order");
    assertThat(letter.reason()).isEqualTo(Reason.HANDLER_FAILED);
    assertThat(letter.attempts()).isEqualTo(3);
    assertThat(letter.cause()).contains("IllegalStateException: no luck").contains("RetryTest");
    assertThat(Duration.between(letter.firstFailedAt(), letter.deadAt()))
        .isEqualTo(Duration.ofMinutes(2));
    assertThat(letter.event().id()).isEqualTo("7");
    assertThat(letter.event().data()).isEqualTo("a".getBytes(UTF_8));
    assertThat(bus.deadLetters().list(DeadLetterQuery.all(), 10)).containsExactly(letter);
    test.until(() -> bus.groups().get(0).lag().getAsLong() == 0, "acknowledged");
  }

  @Test
  @Warns(value = "java.lang.StackOverflowError: deep", times = 2)
  void an_error_is_a_failure_like_any_other_and_the_worker_lives() throws Exception {
    failing(new StackOverflowError("deep"), RetryPolicy.none());
    bus.subscription("h").on("order.created", String.class, test.received::add).subscribe();

    bus.publish("order.created", "a");
    bus.publish("order.created", "b");

    test.until(() -> test.all(Signal.DeadLettered.class).size() == 2, "two dead letters");
    assertThat(test.next().data()).isEqualTo("a");
    assertThat(test.next().data()).isEqualTo("b");
  }

  @Test
  @Warns("java.lang.OutOfMemoryError: full")
  void an_out_of_memory_error_and_an_interruption_are_failures_too() {
    failing(new OutOfMemoryError("full"), RetryPolicy.none());
    bus.publish("order.created", "a");
    assertThat(test.await(Signal.DeadLettered.class).letter().cause()).contains("OutOfMemoryError");
  }

  @Test
  void a_retry_noted_by_a_clock_that_is_ahead_waits_no_longer_than_the_policy_says()
      throws Exception {
    test.bus.publish(Event.builder("order.created", "1").key("k"));
    ConsumerSpec spec =
        new ConsumerSpec(
            "ahead",
            List.of(new Interest(new EventPattern("order.created"), "order")),
            StartPosition.earliest(),
            Ordering.PER_KEY);
    try (BrokerConsumer ahead = test.broker.open(spec)) {
      List<InboundMessage> held = new ArrayList<>();
      ahead.poll(1, 0, collecting(held));
      ahead.retryLater(held.get(0), 1, test.time.now().plus(Duration.ofHours(2)));
    }

    test.bus
        .subscription("ahead")
        .on("order.created", String.class, test.received::add)
        .retry(RetryPolicy.exponential(3, Duration.ofSeconds(1), Duration.ofSeconds(4)))
        .subscribe();

    // Within the patience of a test, this does not come to two hours.
    test.until(
        () -> {
          test.time.advance(Duration.ofMillis(10));
          return !test.received.isEmpty();
        },
        "the retry");
    assertThat(test.next().data()).isEqualTo("1");
  }

  private static Inbox collecting(List<InboundMessage> held) {
    return new Inbox() {
      @Override
      public void arrived(InboundMessage message) {
        held.add(message);
      }

      @Override
      public void revoked(InboundMessage message) {
        held.remove(message);
      }
    };
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED) after 1 attempts")
  void what_no_attempt_can_mend_is_given_up_at_once() {
    failing(
        new IllegalArgumentException("never"), THREE.givingUpOn(IllegalArgumentException.class));

    bus.publish("order.created", "a");

    assertThat(test.await(Signal.DeadLettered.class).letter().attempts()).isEqualTo(1);
  }

  @Test
  @Warns({"'?' cannot be read", "java.lang.StackOverflowError"})
  void data_that_cannot_be_decoded_is_kept_unseen_and_harms_no_other() throws Exception {
    bus.subscription("g").on("order.created", String.class, test.received::add).subscribe();

    bus.publish(Event.builder("order.created", "?".getBytes(UTF_8)).key("k"));
    bus.publish(Event.builder("order.created", "overflow".getBytes(UTF_8)).key("k"));
    bus.publish(Event.builder("order.created", "fine").key("k"));

    assertThat(test.next().data()).isEqualTo("fine");
    test.until(() -> test.all(Signal.DeadLettered.class).size() == 2, "both deaths are told");
    List<Signal.DeadLettered> dead = test.all(Signal.DeadLettered.class);
    assertThat(dead).extracting(d -> d.letter().reason()).containsOnly(Reason.UNDECODABLE);
    assertThat(dead).extracting(d -> d.letter().attempts()).containsOnly(0);
    assertThat(dead.get(0).letter().cause()).contains("'?' cannot be read");
  }

  @Test
  @Warns("java.lang.OutOfMemoryError: no room for the text")
  void a_codec_that_runs_out_of_memory_harms_no_other_event() throws Exception {
    bus.subscription("g")
        .on("order.created", String.class, test.received::add)
        .retry(RetryPolicy.none())
        .subscribe();

    bus.publish(Event.builder("order.created", "full".getBytes(UTF_8)).key("k"));
    bus.publish(Event.builder("order.created", "fine").key("k"));

    assertThat(test.next().data()).isEqualTo("fine");
    assertThat(test.await(Signal.DeadLettered.class).letter().cause())
        .contains("no room for the text");
  }

  @Test
  @Warns("is a dead letter (UNDECODABLE) after 0 attempts: java.lang.ClassCastException")
  void a_class_that_does_not_fit_the_data_is_a_dead_letter_not_a_crash() throws Exception {
    bus.subscription("g").on("order.created", Integer.class, e -> {}).subscribe();
    bus.publish("order.created", "text");

    assertThat(test.await(Signal.DeadLettered.class).letter().cause())
        .contains("ClassCastException");
  }

  @Test
  @Warns("no codec reads \"application/x-mystery\"")
  void a_content_type_no_codec_reads_is_a_dead_letter_that_says_so() {
    bus.subscription("g").on("order.created", String.class, e -> {}).subscribe();

    bus.publish(
        Event.builder("order.created", new byte[3]).dataContentType("application/x-mystery"));

    assertThat(test.await(Signal.DeadLettered.class).letter().cause())
        .contains("no codec reads \"application/x-mystery\"");
  }

  @Test
  void while_one_key_waits_for_its_retry_the_others_go_on_and_it_keeps_its_order()
      throws Exception {
    AtomicInteger failures = new AtomicInteger(1);
    bus.subscription("g")
        .on(
            "order.created",
            String.class,
            event -> {
              if (event.data().equals("a1") && failures.getAndDecrement() > 0) {
                throw new IllegalStateException("once");
              }
              test.received.add(event);
            })
        .retry(THREE)
        .subscribe();

    bus.publish(Event.builder("order.created", "a1").key("a"));
    bus.publish(Event.builder("order.created", "a2").key("a"));
    bus.publish(Event.builder("order.created", "b1").key("b"));
    bus.publish("order.created", "without a key");

    assertThat(test.next().data()).isEqualTo("b1");
    assertThat(test.next().data()).isEqualTo("without a key");
    assertThat(test.received).isEmpty();
    untilHandled(2);
    test.time.advance(Duration.ofMinutes(1));
    assertThat(test.next().data()).isEqualTo("a1");
    assertThat(test.next().data()).isEqualTo("a2");
  }

  @Test
  @Warns("a handler did not return in time")
  void a_handler_that_never_returns_is_interrupted_replaced_and_its_event_tried_again()
      throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    bus.subscription("g")
        .on(
            "order.created",
            String.class,
            event -> {
              if (event.data().equals("hangs") && calls.getAndIncrement() == 0) {
                awaitUninterruptibly(never);
              }
              test.received.add(event);
            })
        .handlerTimeout(Duration.ofSeconds(30))
        .retry(THREE)
        .subscribe();

    bus.publish(Event.builder("order.created", "hangs").key("a"));
    test.until(() -> calls.get() == 1, "the handler hangs");
    test.time.advance(Duration.ofSeconds(31));
    test.await(Signal.HandlerStuck.class);
    bus.publish(Event.builder("order.created", "other").key("b"));

    assertThat(test.next().data()).isEqualTo("other");
    untilHandled(1);
    test.time.advance(Duration.ofMinutes(1));
    assertThat(test.next().data()).isEqualTo("hangs");
    never.countDown();
  }

  /** Ignores interrupts, as badly written handlers do. */
  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        LOG.log(Level.DEBUG, "interrupted, and going on all the same");
      }
    }
  }

  @Test
  @Warns(value = "a handler did not return in time", times = 2)
  @Warns("subscription g is STALLED")
  void when_every_thread_and_its_replacement_hangs_the_subscription_says_that_it_is_stalled() {
    CountDownLatch never = new CountDownLatch(1);
    Subscription subscription =
        bus.subscription("g")
            .on(
                "order.created",
                String.class,
                event -> {
                  attempts.incrementAndGet();
                  awaitUninterruptibly(never);
                })
            .handlerTimeout(Duration.ofSeconds(30))
            .retry(RetryPolicy.fixed(9, Duration.ZERO))
            .subscribe();
    bus.publish("order.created", "a");
    bus.publish("order.created", "b");

    for (int i = 0; i < 3; i++) {
      int running = i + 1;
      test.until(() -> attempts.get() >= Math.min(running, 2), "hanging");
      test.time.advance(Duration.ofSeconds(31));
    }

    test.until(() -> subscription.state() == Subscription.State.STALLED, "stalled");
    assertThat(bus.health().status()).isEqualTo(Health.Status.DOWN);
    assertThat(bus.health().problems().get(0)).contains("stuck").contains("timeout");
    never.countDown();
    test.until(() -> subscription.state() == Subscription.State.RUNNING, "running again");
  }

  @Test
  @Warns({"a dead letter could not be stored", "is a dead letter"})
  void until_its_dead_letter_is_stored_the_event_is_kept() {
    test.broker.faults().failDeadLetters(2);
    failing(new IllegalStateException("no luck"), RetryPolicy.none());

    bus.publish("order.created", "a");
    test.await(Signal.DeadLetterNotStored.class);
    assertThat(bus.groups().get(0).lag()).hasValue(1);
    assertThat(bus.health().status()).isEqualTo(Health.Status.DEGRADED);
    test.time.advance(Duration.ofSeconds(1));
    test.until(() -> test.all(Signal.DeadLetterNotStored.class).size() == 2, "two refusals");
    // Each time it is tried again later than the time before.
    test.time.advance(Duration.ofSeconds(2));

    test.await(Signal.DeadLettered.class);
    test.until(() -> bus.groups().get(0).lag().getAsLong() == 0, "acknowledged");
    assertThat(bus.health().status()).isEqualTo(Health.Status.UP);
    assertThat(attempts).hasValue(1);
  }

  @Test
  @Warns("is discarded: java.lang.IllegalStateException: no luck")
  void a_subscription_may_discard_what_failed_and_says_so() {
    bus.subscription("g")
        .on("order.created", String.class, event -> sneak(new IllegalStateException("no luck")))
        .retry(RetryPolicy.none())
        .discardFailed()
        .subscribe();

    bus.publish("order.created", "a");

    assertThat(test.await(Signal.Discarded.class).cause()).hasMessage("no luck");
    assertThat(bus.deadLetters().list(DeadLetterQuery.all(), 10)).isEmpty();
    test.until(() -> bus.groups().get(0).lag().getAsLong() == 0, "acknowledged");
  }
}
