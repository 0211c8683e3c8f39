package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.Attempt;
import io.busline.EventBus;
import io.busline.Interceptor;
import io.busline.RetryPolicy;
import io.busline.Subscription;
import io.busline.SubscriptionBuilder;
import io.busline.event.Event;
import io.busline.logs.Warns;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A failed event is handled again, as often and as late as the policy says, and no other way. */
abstract class RetryContract extends Contract {
  private static final RetryPolicy QUICK = RetryPolicy.fixed(4, Duration.ofMillis(5));

  RetryContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"W05", "W28", "D07", "D08"})
  void events_whose_handling_failed_are_handled_again_until_it_succeeds() {
    AtomicInteger failures = new AtomicInteger(2);
    Journal journal =
        scene().journal("subscriber", event -> failIf(failures.getAndDecrement() > 0));
    subscribe(journal);

    bus().publishAll(Scene.events(type("order.created"), 100));

    journal.awaitHandled(100);
    assertThat(journal.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(100));
    assertThat(journal.tried()).hasSize(102);
  }

  @Test
  @Behaviour("C01")
  void periodic_failures_lose_nothing() {
    AtomicInteger attempts = new AtomicInteger();
    Journal journal =
        scene().journal("subscriber", event -> failIf(attempts.incrementAndGet() % 5 == 0));
    builder(bus(), journal)
        .concurrency(3)
        .retry(RetryPolicy.fixed(20, Duration.ofMillis(5)))
        .subscribe();

    bus().publishAll(Scene.events(type("order.created"), 500));

    journal.awaitHandled(500);
    assertThat(journal.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(500));
  }

  @Test
  @Behaviour({"X04", "N02", "V07", "W37"})
  @Warns(value = "InjectedFailure: the test made this handler fail", orMore = true)
  void attempts_are_counted_exactly_and_end_at_the_limit() {
    Attempts attempts = new Attempts();
    EventBus bus = scene().newBus(builder -> builder.interceptor(attempts));
    Journal journal =
        scene().journal("subscriber", event -> failIf(Journal.text(event).equals("bad")));
    builder(bus, journal).subscribe();

    bus.publish(Scene.event(type("order.created"), "k", "bad"));
    bus.publish(Scene.event(type("order.created"), "k", "behind"));

    journal.awaitHandled(1);
    assertThat(attempts.of("bad")).containsExactly(1, 2, 3, 4);
    assertThat(attempts.of("behind")).containsExactly(1);
  }

  @Test
  @Behaviour({"W38", "W37"})
  void the_first_attempt_is_at_once_and_each_further_one_after_its_delay() {
    List<Long> times = new CopyOnWriteArrayList<>();
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  times.add(scene().harness.time().nanos());
                  failIf(times.size() < 3);
                });
    Duration delay = Duration.ofMillis(100);
    builder(bus(), journal).retry(RetryPolicy.fixed(3, delay)).subscribe();

    bus().publish(Scene.event(type("order.created"), "1"));

    journal.awaitHandled(1);
    assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(delay.toNanos());
    assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(delay.toNanos());
  }

  @Test
  @Behaviour({"W39", "V06"})
  @Warns(
      value = "java.lang.IllegalArgumentException: a number format exception's parent",
      orMore = true)
  void a_failure_that_no_attempt_can_mend_is_not_tried_again() {
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  if (Journal.text(event).equals("hopeless")) {
                    throw new IllegalArgumentException("a number format exception's parent");
                  }
                });
    builder(bus(), journal).retry(QUICK.givingUpOn(RuntimeException.class)).subscribe();

    bus().publish(Scene.event(type("order.created"), "k", "hopeless"));
    bus().publish(Scene.event(type("order.created"), "k", "next"));

    journal.awaitHandled(1);
    assertThat(journal.triedTexts()).containsExactly("hopeless", "next");
  }

  @Test
  @Behaviour({"W40", "W17"})
  void closing_ends_the_retries_even_while_handlers_keep_failing() {
    Journal journal = scene().journal("subscriber", event -> failIf(true));
    Subscription subscription =
        builder(bus(), journal).retry(RetryPolicy.fixed(100_000, Duration.ofMillis(1))).subscribe();
    bus().publishAll(Scene.events(type("order.created"), 10));
    journal.awaitTried(30);

    subscription.close();

    int tried = journal.tried().size();
    Journal witness = scene().journal("witness");
    bus().broadcast().on(type("order.created"), byte[].class, witness).subscribe();
    bus().publish(Scene.event(type("order.created"), "later"));
    witness.awaitHandled(1);
    assertThat(journal.tried()).hasSize(tried);
  }

  @Test
  @Needs({Capability.GROUPS, Capability.REDELIVERY})
  @Behaviour({"W11", "W18"})
  void what_failed_under_one_instance_is_handled_by_a_later_one() {
    builder(bus(), scene().journal("before")).subscribe().close();
    bus().publishAll(Scene.events(type("order.created"), 1));
    for (int round = 0; round < 3; round++) {
      Journal failing = scene().journal("round " + round, event -> failIf(true));
      Subscription subscription =
          builder(bus(), failing)
              .retry(RetryPolicy.fixed(1_000, Duration.ofMillis(50)))
              .subscribe();
      bus().publishAll(Scene.events(type("order.created"), 10));
      failing.awaitTried(5);
      subscription.close();
    }
    Journal journal = scene().journal("last");

    builder(bus(), journal).retry(RetryPolicy.fixed(1_000, Duration.ofMillis(1))).subscribe();

    journal.awaitHandled(31);
    assertThat(Set.copyOf(journal.ids())).hasSize(31);
  }

  private Subscription subscribe(Journal journal) {
    return builder(bus(), journal).subscribe();
  }

  private SubscriptionBuilder builder(EventBus bus, Journal journal) {
    return scene()
        .group(bus, "retrying")
        .on(type("order.created"), byte[].class, journal)
        .retry(QUICK);
  }

  private static void failIf(boolean condition) throws InjectedFailure {
    if (condition) {
      throw new InjectedFailure();
    }
  }

  /** The numbers that attempts were given, by the text of the event. */
  private static final class Attempts implements Interceptor {
    private final Map<String, List<Integer>> byText = new ConcurrentHashMap<>();

    @Override
    public void handling(Event<?> event, Attempt attempt, Next next) throws Exception {
      String text = new String((byte[]) event.data(), java.nio.charset.StandardCharsets.UTF_8);
      byText.computeIfAbsent(text, t -> new ArrayList<>()).add(attempt.number());
      next.proceed();
    }

    List<Integer> of(String text) {
      return byText.getOrDefault(text, List.of());
    }
  }
}
