package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.Attempt;
import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.EventHandler;
import io.busline.Interceptor;
import io.busline.Signal;
import io.busline.Subscription;
import io.busline.Subscription.State;
import io.busline.error.EventBusException;
import io.busline.event.Event;
import io.busline.logs.MayWarn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Who closes, and from where, and what is going on meanwhile: closing keeps its time. */
abstract class ClosingContract extends Contract {

  /** Long beside everything that happens here, so that whoever waits for it is noticed. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration SOON = Duration.ofSeconds(20);

  private final CompletableFuture<EventBus> closed = new CompletableFuture<>();

  ClosingContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"E06", "W34"})
  void a_handler_may_close_its_bus_and_its_event_is_done() {
    requireDoneWhenClosedWithin(builder -> builder, event -> closed.join().close());
  }

  @Test
  @Behaviour({"E06", "W34"})
  void an_interceptor_may_close_its_bus_and_its_event_is_done() {
    Interceptor closing =
        new Interceptor() {
          @Override
          public void handling(Event<?> event, Attempt attempt, Next next) throws Exception {
            closed.join().close();
            next.proceed();
          }
        };
    requireDoneWhenClosedWithin(builder -> builder.interceptor(closing), event -> {});
  }

  @Test
  @Behaviour({"E06", "V10"})
  void a_listener_may_close_its_bus_and_its_event_is_done() {
    requireDoneWhenClosedWithin(
        builder ->
            builder.listener(
                signal -> {
                  if (signal instanceof Signal.Handled) {
                    closed.join().close();
                  }
                }),
        event -> {});
  }

  private void requireDoneWhenClosedWithin(
      UnaryOperator<EventBusBuilder> options, EventHandler<byte[]> closing) {
    Journal first = scene().journal("first", closing);
    Journal second = scene().journal("second");
    EventBus bus = scene().newBus(builder -> options.apply(builder.closeTimeout(CLOSE_TIMEOUT)));
    Subscription subscription = subscribe(bus, first);
    closed.complete(bus);
    long start = System.nanoTime();

    bus().publish(Scene.event(type("order.created"), "1"));
    first.awaitHandled(1);
    scene().await("it ends", () -> subscription.state() == State.CLOSED, subscription);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    subscribe(bus(), second);
    bus().publish(Scene.event(type("order.created"), "2"));
    second.awaitHandled(1);
    assertThat(second.texts()).containsExactly("2");
    assertThat(first.triedTexts()).containsExactly("1");
  }

  @Test
  @Behaviour({"E07", "G31"})
  @MayWarn
  void closing_keeps_its_time_while_the_broker_is_away_and_somebody_subscribes() {
    EventBus closing = scene().newBus(builder -> builder.closeTimeout(Duration.ofMillis(500)));
    subscribe(closing, scene().journal("before"));
    Runnable back = scene().outage();
    Thread subscriber = new Thread(() -> subscribeIfPossible(closing), "the kit's subscriber");
    subscriber.start();
    scene().pass(Duration.ofMillis(100));
    long start = System.nanoTime();

    closing.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    back.run();
    scene().await("subscribing ends", () -> !subscriber.isAlive(), subscriber);
  }

  private void subscribeIfPossible(EventBus on) {
    try {
      scene()
          .group(on, "b")
          .on(type("order.created"), byte[].class, scene().journal("during"))
          .subscribe();
    } catch (EventBusException expected) {
      // The broker is away, or the bus is closed.
    }
  }

  @Test
  @Behaviour({"E08", "D02"})
  @MayWarn
  void who_only_publishes_learns_in_seconds_that_the_broker_is_away() {
    EventBus publisher = scene().newBus(builder -> builder.publishTimeout(Duration.ofMinutes(5)));
    publisher.publish(Scene.event(type("order.created"), "before"));
    Runnable back = scene().outage();

    var answer = publisher.publishAsync(Scene.event(type("order.created"), "during"));

    scene()
        .await(
            "the publish fails, or health says that it waits",
            () -> answer.isDone() || !publisher.health().problems().isEmpty(),
            List.of(answer));
    back.run();
  }

  private Subscription subscribe(EventBus on, Journal journal) {
    return scene().group(on, "a").on(type("order.created"), byte[].class, journal).subscribe();
  }
}
