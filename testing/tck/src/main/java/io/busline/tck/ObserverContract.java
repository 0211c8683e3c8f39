package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.HandlingObservation;
import io.busline.Observer;
import io.busline.PublishObservation;
import io.busline.RedriveOptions;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.logs.Warns;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What observers see, and what they have carried from one process to the next. */
abstract class ObserverContract extends Contract {
  private final Traces traces = new Traces();

  ObserverContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  private EventBus traced() {
    return scene().newBus(builder -> builder.observer(traces.observer()));
  }

  /** A handler of one service that fails some times, and then publishes what another handles. */
  private Journal subscribe(EventBus shop, EventBus store, int failures) {
    AtomicInteger tries = new AtomicInteger();
    scene()
        .group(store, "store")
        .retry(RetryPolicy.fixed(2, Duration.ofMillis(5)))
        .on(
            type("order.created"),
            byte[].class,
            event -> {
              if (tries.incrementAndGet() <= failures) {
                throw new InjectedFailure();
              }
              store.publish(Scene.event(type("order.shipped"), "2"));
            })
        .subscribe();
    Journal shipped = scene().journal("shop");
    scene().group(shop, "shop").on(type("order.shipped"), byte[].class, shipped).subscribe();
    return shipped;
  }

  private List<Traces.Span> await(String what, String name, int count) {
    scene()
        .await(
            "%d times %s %s".formatted(count, what, name),
            () -> traces.ended(what, type(name)).size() >= count,
            traces.ended());
    return traces.ended(what, type(name));
  }

  @Test
  @Behaviour("X14")
  void one_trace_goes_through_a_retry_and_on_with_the_event_that_follows() {
    EventBus shop = traced();
    EventBus store = traced();
    Journal shipped = subscribe(shop, store, 1);

    String request = traces.within(() -> shop.publish(Scene.event(type("order.created"), "1")));

    shipped.awaitHandled(1);
    await("process", "order.shipped", 1);
    Traces.Span publish = await("publish", "order.created", 1).get(0);
    List<Traces.Span> attempts = await("process", "order.created", 2);
    Traces.Span second = await("publish", "order.shipped", 1).get(0);
    assertThat(publish.parent()).isEqualTo(request);
    assertThat(attempts).extracting(Traces.Span::attempt).containsExactly(1, 2);
    assertThat(attempts).extracting(Traces.Span::parent).containsOnly(publish.context());
    assertThat(second.parent()).isEqualTo(attempts.get(1).context());
    assertThat(await("process", "order.shipped", 1).get(0).parent()).isEqualTo(second.context());
  }

  @Test
  @Behaviour({"X14", "X06"})
  @Needs({Capability.GROUPS, Capability.DEAD_LETTERS})
  @Warns("is a dead letter (HANDLER_FAILED) after 2 attempts")
  void one_trace_goes_through_a_dead_letter_and_its_redrive() {
    EventBus shop = traced();
    EventBus store = traced();
    Journal shipped = subscribe(shop, store, 2);
    traces.within(() -> shop.publish(Scene.event(type("order.created"), "1")));
    DeadLetter letter = scene().awaitLetters(store, "store", 1).get(0);

    shop.deadLetters().redrive(DeadLetterQuery.ofId(letter.id()), RedriveOptions.now());

    shipped.awaitHandled(1);
    await("process", "order.shipped", 1);
    await("redrive", "order.created", 1);
    assertThat(await("process", "order.created", 3))
        .extracting(Traces.Span::attempt)
        .containsExactly(1, 2, 1);
    assertThat(letter.traceId()).isPresent();
    assertThat(traces.ended())
        .hasSize(7)
        .extracting(Traces.Span::trace)
        .containsOnly(letter.traceId().orElseThrow());
  }

  @Test
  @Behaviour("X21")
  @Warns("What it watches goes on; further failures of it are logged at DEBUG")
  void an_observer_that_always_throws_changes_nothing_and_is_logged_once() {
    EventBus bus = scene().newBus(builder -> builder.observer(new Throwing()));
    Journal journal = scene().journal("subscriber");
    scene().group(bus, "a").on(type("order.created"), byte[].class, journal).subscribe();

    bus.publish(Scene.event(type("order.created"), "1"));
    bus.publish(Scene.event(type("order.created"), "2"));

    journal.awaitHandled(2);
    assertThat(journal.textsOfDistinct()).containsExactlyInAnyOrder("1", "2");
    assertThat(journal.handled()).allMatch(event -> event.extensions().isEmpty());
  }

  /** Throws wherever it is called for an event. */
  private static final class Throwing implements Observer {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public PublishObservation publishing(Publish publish) {
      if (calls.getAndIncrement() == 0) {
        throw new IllegalStateException("injected into the observer");
      }
      return new PublishObservation() {
        @Override
        public void ended(PublishEnd end) {
          throw new IllegalStateException("injected into the observer");
        }
      };
    }

    @Override
    public HandlingObservation handling(Delivered delivered) {
      throw new IllegalStateException("injected into the observer");
    }
  }
}
