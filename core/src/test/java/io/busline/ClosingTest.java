package io.busline;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.error.BusClosedException;
import io.busline.event.Event;
import io.busline.logs.Logged;
import io.busline.logs.Warns;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.ForwardingBroker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Closing keeps its time, whatever blocks and whoever closes. */
class ClosingTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofMinutes(1);

  private final TestBus test = TestBus.inRealTime();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    test.close();
  }

  private void waitForRelease() {
    boolean waiting = true;
    while (waiting) {
      try {
        release.await();
        waiting = false;
      } catch (InterruptedException e) {
        // Stubborn.
      }
    }
  }

  @Test
  void it_does_not_wait_for_a_broker_that_does_not_answer_who_subscribes() {
    CountDownLatch opening = new CountDownLatch(1);
    ForwardingBroker frozen =
        new ForwardingBroker(test.broker) {
          @Override
          public BrokerConsumer open(ConsumerSpec spec) {
            opening.countDown();
            waitForRelease();
            return super.open(spec);
          }
        };
    EventBus bus =
        EventBus.builder(frozen).service("frozen").closeTimeout(Duration.ofMillis(200)).connect();
    CompletableFuture<Subscription> subscribing =
        CompletableFuture.supplyAsync(
            () -> bus.subscribe("order.created", byte[].class, event -> {}));
    test.until(() -> opening.getCount() == 0, "subscribing begins");

    assertThat(CompletableFuture.runAsync(bus::close)).succeedsWithin(SOON);
    release.countDown();

    assertThat(subscribing)
        .failsWithin(TestBus.PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(BusClosedException.class);
    assertThat(test.broker.groups()).allMatch(group -> group.members() == 0);
  }

  /** Has a bus closed from somewhere within, and shows that its event is handled, once. */
  private void closeWithin(
      Consumer<EventBusBuilder> options, EventHandler<String> handler, Consumer<EventBus> opened) {
    EventBusBuilder builder = test.builder("closing").closeTimeout(LONG);
    options.accept(builder);
    EventBus bus = builder.connect();
    opened.accept(bus);
    AtomicInteger handled = new AtomicInteger();
    bus.subscription("g")
        .on(
            "order.created",
            String.class,
            event -> {
              handler.handle(event);
              handled.incrementAndGet();
            })
        .subscribe();

    test.bus.publish("order.created", "x");

    test.until(() -> handled.get() == 1, "the handler returns");
    test.until(() -> test.broker.groups().get(0).members() == 0, "the subscription ends");
    assertThat(test.broker.groups().get(0).lag()).hasValue(0);
  }

  @Test
  void a_handler_that_closes_the_bus_goes_on_at_once_and_its_event_is_done() {
    AtomicReference<EventBus> bus = new AtomicReference<>();
    long start = System.nanoTime();

    closeWithin(builder -> {}, event -> bus.get().close(), bus::set);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }

  @Test
  void a_handler_that_closes_its_subscription_goes_on_at_once_and_its_event_is_done() {
    AtomicReference<Subscription> subscription = new AtomicReference<>();
    AtomicInteger handled = new AtomicInteger();
    try (EventBus bus = test.builder("closing").closeTimeout(LONG).connect()) {
      subscription.set(
          bus.subscription("g")
              .on(
                  "order.created",
                  String.class,
                  event -> {
                    while (subscription.get() == null) {
                      Thread.onSpinWait();
                    }
                    subscription.get().close();
                    handled.incrementAndGet();
                  })
              .subscribe());
      long start = System.nanoTime();

      bus.publish("order.created", "x");

      test.until(() -> subscription.get().state() == Subscription.State.CLOSED, "it is closed");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
      assertThat(handled).hasValue(1);
      assertThat(test.broker.groups().get(0).lag()).hasValue(0);
    }
  }

  @Test
  void an_interceptor_that_closes_the_bus_goes_on_at_once_and_its_event_is_done() {
    AtomicReference<EventBus> bus = new AtomicReference<>();
    long start = System.nanoTime();

    closeWithin(
        builder ->
            builder.interceptor(
                new Interceptor() {
                  @Override
                  public void handling(Event<?> event, Attempt attempt, Next next)
                      throws Exception {
                    bus.get().close();
                    next.proceed();
                  }
                }),
        event -> {},
        bus::set);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }

  @Test
  void a_listener_may_close_the_bus() {
    AtomicReference<EventBus> bus = new AtomicReference<>();
    long start = System.nanoTime();

    closeWithin(
        builder ->
            builder.listener(
                signal -> {
                  if (signal instanceof Signal.Handled) {
                    bus.get().close();
                  }
                }),
        event -> {},
        bus::set);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }

  @Test
  @Warns({"the listener does not return", "the listener returns again"})
  void a_listener_that_never_returns_holds_up_nothing() throws Exception {
    try (Logged logged = new Logged()) {
      EventBus bus = test.builder("heard").listener(signal -> waitForRelease()).connect();
      bus.subscription("g").on("order.created", String.class, test.received::add).subscribe();

      for (int i = 0; i < 20_000; i++) {
        var unused = bus.publishAsync("order.created", "x");
      }

      for (int i = 0; i < 20_000; i++) {
        test.next();
      }
      assertThat(CompletableFuture.runAsync(bus::close)).succeedsWithin(SOON);

      release.countDown();
      test.until(() -> logged.text().contains("the listener returns again"), "it is told");
    }
  }

  @Test
  @Warns("the broker's connection did not close in time")
  void a_broker_that_does_not_close_is_left_behind() {
    ForwardingBroker frozen =
        new ForwardingBroker(test.broker) {
          @Override
          public void close() {
            waitForRelease();
          }
        };
    EventBus bus = EventBus.builder(frozen).connect();
    Watch watch = new Watch(test.time);
    Ending ending =
        new Ending(
            new Subscriptions(),
            PublisherOf.broker(frozen, watch),
            new HandlerThreads("tests"),
            watch,
            new Signals(null, Observers.NONE),
            frozen);

    assertThat(CompletableFuture.supplyAsync(() -> ending.end(Duration.ofMillis(100))))
        .succeedsWithin(SOON)
        .returns(true, DrainReport::isComplete);
    bus.close();
  }
}
