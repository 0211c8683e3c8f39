package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.Attempt;
import io.busline.EventBus;
import io.busline.Interceptor;
import io.busline.RetryPolicy;
import io.busline.Signal;
import io.busline.event.Event;
import io.busline.logs.Warns;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What stands around publishing and handling, and who listens. */
abstract class InterceptorContract extends Contract {

  InterceptorContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour("W31")
  void interceptors_nest_in_the_order_in_which_they_were_added() {
    List<String> steps = new CopyOnWriteArrayList<>();
    EventBus bus =
        scene()
            .newBus(
                builder ->
                    builder
                        .interceptor(noting("outer", steps))
                        .interceptor(noting("inner", steps)));
    Journal journal = scene().journal("subscriber", event -> steps.add("handler"));
    scene().group(bus, "a").on(type("order.created"), byte[].class, journal).subscribe();

    bus.publish(Scene.event(type("order.created"), "1"));

    scene().await("the outer interceptor ends", () -> steps.contains("outer ends"), steps);
    assertThat(steps)
        .containsExactly(
            "outer publishes",
            "inner publishes",
            "outer begins",
            "inner begins",
            "handler",
            "inner ends",
            "outer ends");
  }

  private static Interceptor noting(String name, List<String> steps) {
    return new Interceptor() {
      @Override
      public Event<?> publishing(Event<?> event) {
        steps.add(name + " publishes");
        return event;
      }

      @Override
      public void handling(Event<?> event, Attempt attempt, Next next) throws Exception {
        steps.add(name + " begins");
        next.proceed();
        steps.add(name + " ends");
      }
    };
  }

  @Test
  @Behaviour({"W31", "X14"})
  void what_an_interceptor_adds_on_publishing_travels() {
    EventBus bus =
        scene()
            .newBus(
                builder ->
                    builder.interceptor(
                        new Interceptor() {
                          @Override
                          public Event<?> publishing(Event<?> event) {
                            return event.toBuilder().extension("traceparent", "00-1-2-01").build();
                          }
                        }));
    Journal journal = scene().journal("subscriber");
    scene().group(bus(), "a").on(type("order.created"), byte[].class, journal).subscribe();

    bus.publish(Scene.event(type("order.created"), "1"));

    journal.awaitHandled(1);
    assertThat(journal.onlyHandled().extensions()).containsEntry("traceparent", "00-1-2-01");
  }

  @Test
  @Behaviour({"W31", "W28"})
  void an_interceptor_that_fails_fails_the_attempt() {
    AtomicBoolean failed = new AtomicBoolean();
    EventBus bus =
        scene()
            .newBus(
                builder ->
                    builder.interceptor(
                        new Interceptor() {
                          @Override
                          public void handling(Event<?> event, Attempt attempt, Next next)
                              throws Exception {
                            if (!failed.getAndSet(true)) {
                              throw new InjectedFailure();
                            }
                            next.proceed();
                          }
                        }));
    Journal journal = scene().journal("subscriber");
    scene()
        .group(bus, "a")
        .on(type("order.created"), byte[].class, journal)
        .retry(RetryPolicy.fixed(2, Duration.ofMillis(5)))
        .subscribe();

    bus.publish(Scene.event(type("order.created"), "1"));

    journal.awaitHandled(1);
    assertThat(failed).isTrue();
  }

  @Test
  @Behaviour({"V10", "V09", "N02"})
  @Warns(
      value = {
        "the listener failed on Published",
        "the listener failed on Retrying",
        "the listener failed on Handled",
        "the listener failed on StateChanged"
      },
      orMore = true)
  void the_listener_is_told_what_happens_and_what_it_throws_changes_nothing() {
    List<Signal> signals = new CopyOnWriteArrayList<>();
    EventBus bus =
        scene()
            .newBus(
                builder ->
                    builder.listener(
                        signal -> {
                          signals.add(signal);
                          throw new IllegalStateException("injected into the listener");
                        }));
    AtomicBoolean failed = new AtomicBoolean();
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  if (!failed.getAndSet(true)) {
                    throw new InjectedFailure();
                  }
                });
    scene()
        .group(bus, "a")
        .on(type("order.created"), byte[].class, journal)
        .retry(RetryPolicy.fixed(2, Duration.ofMillis(5)))
        .subscribe();

    bus.publish(Scene.event(type("order.created"), "1").id("e-1"));

    journal.awaitHandled(1);
    scene().await("handling is told", () -> has(signals, Signal.Handled.class), signals);
    assertThat(signals)
        .hasAtLeastOneElementOfType(Signal.Published.class)
        .filteredOn(Signal.Retrying.class::isInstance)
        .singleElement()
        .satisfies(signal -> assertThat(((Signal.Retrying) signal).attempt()).isEqualTo(1));
    assertThat(signals)
        .filteredOn(Signal.Handled.class::isInstance)
        .singleElement()
        .satisfies(signal -> assertThat(((Signal.Handled) signal).attempt()).isEqualTo(2));
  }

  private static boolean has(List<Signal> signals, Class<? extends Signal> kind) {
    return signals.stream().anyMatch(kind::isInstance);
  }
}
