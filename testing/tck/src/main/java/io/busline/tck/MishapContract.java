package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.EventHandler;
import io.busline.Health;
import io.busline.RetryPolicy;
import io.busline.Signal;
import io.busline.Subscription;
import io.busline.Subscription.State;
import io.busline.SubscriptionBuilder;
import io.busline.admin.DeadLetter;
import io.busline.logs.Warns;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What handlers, listeners and exceptions do in bad hours; one event pays for it, no other. */
abstract class MishapContract extends Contract {
  private static final RetryPolicy TWICE = RetryPolicy.fixed(2, Duration.ofMillis(5));

  MishapContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"N09", "G31", "W45"})
  @Warns(
      value = {"a handler did not return in time", "HandlerTimeout"},
      orMore = true)
  void a_handler_that_never_returns_is_replaced() {
    Gate gate = scene().gate();
    Journal journal = scene().journal("subscriber", stubbornOn("stuck", gate));
    Subscription subscription =
        builder(bus(), journal).retry(RetryPolicy.none()).handlerTimeout(ofMillis(50)).subscribe();

    bus().publish(Scene.event(type("order.created"), "a", "stuck"));
    journal.awaitTried(1);
    bus().publishAll(Scene.events(type("order.created"), 20));

    journal.awaitHandled(20);
    assertThat(journal.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(20));
    assertThat(subscription.state()).isEqualTo(State.RUNNING);
    gate.open();
    journal.awaitHandled(21);
    assertThat(journal.tried()).hasSize(21);
  }

  @Test
  @Behaviour({"V01", "V09", "N09"})
  @Warns(
      value = {"a handler did not return in time", "HandlerTimeout"},
      times = 2,
      orMore = true)
  @Warns(value = "is STALLED", orMore = true)
  void a_subscription_of_which_every_thread_is_stuck_says_so_and_recovers() {
    Gate gate = scene().gate();
    Journal journal = scene().journal("subscriber", event -> gate.passStubbornly());
    Subscription subscription =
        builder(bus(), journal).retry(RetryPolicy.none()).handlerTimeout(ofMillis(50)).subscribe();

    bus().publishAll(Scene.events(type("order.created"), 3));

    scene().await("it is stalled", () -> subscription.state() == State.STALLED, subscription);
    assertThat(bus().health().status()).isEqualTo(Health.Status.DOWN);
    assertThat(bus().health().problems()).anyMatch(problem -> problem.contains("stuck"));
    gate.open();
    scene().await("it runs again", () -> subscription.state() == State.RUNNING, subscription);
    bus().publish(Scene.event(type("order.created"), "afterwards"));
    scene().await("it handles", () -> journal.texts().contains("afterwards"), journal);
  }

  @Test
  @Behaviour({"N09", "W30"})
  void a_thread_left_interrupted_by_one_handler_is_not_interrupted_for_the_next() {
    AtomicInteger surprised = new AtomicInteger();
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  if (Thread.interrupted()) {
                    surprised.incrementAndGet();
                  }
                  if (Integer.parseInt(Journal.text(event)) % 10 == 0) {
                    Thread.currentThread().interrupt();
                  }
                });
    builder(bus(), journal).subscribe();

    bus().publishAll(Scene.events(type("order.created"), 500));

    journal.awaitHandled(500);
    assertThat(surprised).hasValue(0);
  }

  @Test
  @Behaviour({"W29", "N03", "X04", "E09"})
  @Warns(
      value = {
        "java.lang.InterruptedException",
        "$Causeless",
        "$Unspeakable: (its message cannot be read)",
        "InjectedFailure: endless",
        "InjectedFailure: xxx",
        "InjectedFailure"
      },
      orMore = true)
  void an_exception_may_be_as_odd_as_it_likes() {
    Exception endless = new InjectedFailure("endless", null);
    endless.initCause(new InjectedFailure("its cause", endless));
    Map<String, Exception> odd =
        Map.of(
            "silent", new InjectedFailure(null, null),
            "long", new InjectedFailure("x".repeat(1_000_000), null),
            "endless", endless,
            "unspeakable", new OddExceptions.Unspeakable(),
            "without a cause", new OddExceptions.Causeless(),
            "interrupted", new InterruptedException());
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  Exception failure = odd.get(Journal.text(event));
                  if (failure != null) {
                    throw failure;
                  }
                });
    Subscription subscription = builder(bus(), journal).subscribe();

    for (String text : odd.keySet()) {
      bus().publish(Scene.event(type("order.created"), text));
    }
    bus().publish(Scene.event(type("order.created"), "well"));

    journal.awaitTried(2 * odd.size() + 1);
    assertThat(journal.texts()).containsExactly("well");
    assertThat(subscription.state()).isEqualTo(State.RUNNING);
    if (scene().can(Capability.GROUPS) && scene().can(Capability.DEAD_LETTERS)) {
      assertThat(scene().awaitLetters(bus(), "mishaps", odd.size()))
          .allMatch(letter -> letter.cause().length() <= DeadLetter.MAX_CAUSE_LENGTH);
    }
  }

  @Test
  @Behaviour({"E09", "N09", "W45"})
  @Warns(
      value = {"a handler did not return in time", "HandlerTimeout"},
      orMore = true)
  void an_exception_that_never_says_what_happened_harms_its_own_event_only() {
    Gate gate = scene().gate();
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  if (Journal.text(event).equals("endless")) {
                    throw new OddExceptions.Endless(gate);
                  }
                });
    builder(bus(), journal).retry(RetryPolicy.none()).handlerTimeout(ofMillis(50)).subscribe();

    bus().publish(Scene.event(type("order.created"), "a", "endless"));
    journal.awaitTried(1);
    bus().publishAll(Scene.events(type("order.created"), 20));

    journal.awaitHandled(20);
    assertThat(journal.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(20));
    gate.open();
  }

  @Test
  @Behaviour({"V10", "N03"})
  @Warns(
      value = {
        "the listener failed on Published",
        "the listener failed on Retrying",
        "the listener failed on Handled",
        "the listener failed on StateChanged"
      },
      orMore = true)
  void a_listener_may_throw_whatever_it_likes() {
    List<Signal> signals = new CopyOnWriteArrayList<>();
    EventBus bus =
        scene()
            .newBus(
                builder ->
                    builder.listener(
                        signal -> {
                          signals.add(signal);
                          throw signals.size() % 2 == 0
                              ? new AssertionError("injected into the listener")
                              : new StackOverflowError("injected into the listener");
                        }));
    AtomicInteger attempts = new AtomicInteger();
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  if (attempts.incrementAndGet() % 2 == 1) {
                    throw new InjectedFailure();
                  }
                });
    builder(bus, journal).subscribe();

    for (String number : Scene.numbers(5)) {
      bus.publish(Scene.event(type("order.created"), "k", number));
    }

    journal.awaitHandled(5);
    assertThat(journal.texts()).containsExactlyElementsOf(Scene.numbers(5));
  }

  @Test
  @Behaviour({"X10", "N07"})
  void no_more_handlers_run_at_once_than_allowed() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  LockSupport.parkNanos(10_000);
                  running.decrementAndGet();
                });
    builder(bus(), journal).concurrency(3).subscribe();

    bus().publishAll(Scene.events(type("order.created"), 300));

    journal.awaitHandled(300);
    assertThat(most).hasValueLessThanOrEqualTo(3);
  }

  @Test
  @Needs({Capability.GROUPS, Capability.REDELIVERY})
  @Behaviour({"C28", "W07", "X17"})
  void a_handler_may_take_longer_than_a_lease() {
    Duration lease = scene().lease();
    Gate gate = scene().gate();
    Journal journal = scene().journal("both instances", event -> gate.pass());
    for (int i = 0; i < 2; i++) {
      builder(scene().newBus(), journal).handlerTimeout(Duration.ofDays(1)).subscribe();
    }
    bus().publish(Scene.event(type("order.created"), "k", "1"));
    journal.awaitTried(1);

    for (int i = 0; i < 6; i++) {
      scene().pass(lease.dividedBy(2));
    }
    gate.open();

    journal.awaitHandled(1);
    bus().publish(Scene.event(type("order.created"), "k", "2"));
    journal.awaitHandled(2);
    assertThat(journal.triedTexts()).containsExactly("1", "2");
  }

  private SubscriptionBuilder builder(EventBus bus, Journal journal) {
    return scene()
        .group(bus, "mishaps")
        .on(type("order.created"), byte[].class, journal)
        .retry(TWICE);
  }

  private static EventHandler<byte[]> stubbornOn(String text, Gate gate) {
    return event -> {
      if (Journal.text(event).equals(text)) {
        gate.passStubbornly();
      }
    };
  }

  private static Duration ofMillis(long millis) {
    return Duration.ofMillis(millis);
  }
}
