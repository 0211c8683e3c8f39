package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBatch;
import io.busline.RetryPolicy;
import io.busline.Subscription;
import io.busline.SubscriptionBuilder;
import io.busline.event.Event;
import io.busline.event.EventDefinition;
import io.busline.logs.Warns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whatever a handler does, its event has an outcome and the others go on. */
abstract class HandlerContract extends Contract {
  private static final RetryPolicy QUICK = RetryPolicy.fixed(4, Duration.ofMillis(5));

  HandlerContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"W29", "N03"})
  void a_handler_that_throws_an_error_harms_nobody_but_its_event() {
    Map<String, Error> errors =
        Map.of(
            "stack", new StackOverflowError("injected"),
            "assertion", new AssertionError("injected"),
            "linkage", new NoClassDefFoundError("injected"));
    Set<String> thrown = ConcurrentHashMap.newKeySet();
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  Error error = errors.get(Journal.text(event));
                  if (error != null && thrown.add(Journal.text(event))) {
                    throw error;
                  }
                });
    Subscription subscription = builder(journal).subscribe();

    for (String text : List.of("stack", "assertion", "linkage", "well")) {
      bus().publish(Scene.event(type("order.created"), text));
    }

    journal.awaitHandled(4);
    assertThat(journal.tried()).hasSize(7);
    assertThat(subscription.state()).isEqualTo(Subscription.State.RUNNING);
  }

  @Test
  @Behaviour({"N09", "W30", "V07"})
  @Warns(value = "a handler did not return in time", orMore = true)
  void a_handler_that_takes_too_long_is_interrupted_and_its_event_handled_again() {
    Gate never = scene().gate();
    AtomicInteger attempts = new AtomicInteger();
    AtomicInteger interrupted = new AtomicInteger();
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  if (attempts.getAndIncrement() == 0) {
                    try {
                      never.pass();
                    } catch (InterruptedException e) {
                      interrupted.incrementAndGet();
                      throw e;
                    }
                  }
                });
    builder(journal).handlerTimeout(Duration.ofMillis(100)).subscribe();

    bus().publish(Scene.event(type("order.created"), "1"));

    journal.awaitHandled(1);
    scene().await("the first is interrupted", () -> interrupted.get() == 1, interrupted);
  }

  @Test
  @Behaviour({"W26", "W27"})
  void an_event_is_handled_again_if_what_its_handler_publishes_is_not_stored() {
    AtomicInteger attempts = new AtomicInteger();
    Journal invoices = scene().journal("invoices");
    Journal orders =
        scene()
            .journal(
                "orders",
                order -> {
                  boolean first = attempts.incrementAndGet() == 1;
                  int size = first ? tooLarge() : 1;
                  bus().publish(Event.builder(type("invoice.created"), new byte[size]));
                });
    scene().group(bus(), "mail").on(type("invoice.created"), byte[].class, invoices).subscribe();
    builder(orders).subscribe();

    bus().publish(Scene.event(type("order.created"), "1"));

    invoices.awaitHandled(1);
    orders.awaitHandled(1);
    assertThat(orders.tried()).hasSize(2);
    assertThat(invoices.handled()).hasSize(1);
  }

  @Test
  @Behaviour("D10")
  void each_event_of_a_batch_has_an_outcome_of_its_own() {
    List<String> tried = new CopyOnWriteArrayList<>();
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    scene()
        .group(bus(), "batches")
        .onBatch(
            EventDefinition.of(type("order.created"), byte[].class),
            5,
            batch -> {
              sizes.add(batch.events().size());
              failTheFirstTimeEachThird(batch, tried);
            })
        .retry(QUICK)
        .subscribe();

    bus().publishAll(Scene.events(type("order.created"), 30));

    scene().await("40 attempts", () -> tried.size() >= 40, tried);
    bus().close();
    assertThat(tried).hasSize(40);
    assertThat(Set.copyOf(tried)).hasSize(30);
    assertThat(sizes).allMatch(size -> size >= 1 && size <= 5);
  }

  private int tooLarge() {
    return scene().connect().description().maxDataBytes() + 1;
  }

  private static void failTheFirstTimeEachThird(EventBatch<byte[]> batch, List<String> tried) {
    for (Event<byte[]> event : batch.events()) {
      String text = Journal.text(event);
      boolean first = !tried.contains(text);
      tried.add(text);
      if (first && Integer.parseInt(text) % 3 == 0) {
        batch.fail(event, new InjectedFailure());
      }
    }
  }

  private SubscriptionBuilder builder(Journal journal) {
    return scene()
        .group(bus(), "handling")
        .on(type("order.created"), byte[].class, journal)
        .retry(QUICK);
  }
}
