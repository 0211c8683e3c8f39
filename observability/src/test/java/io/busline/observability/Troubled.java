package io.busline.observability;

import io.busline.EventBus;
import io.busline.Observer;
import io.busline.RetryPolicy;
import io.busline.Subscription;
import io.busline.memory.MemoryBroker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A service that has every trouble there is an alert for, once it is told to. */
final class Troubled implements AutoCloseable {
  private static final int STUCK = 4;
  private static final long PAUSE_NANOS = 100_000_000;

  private final MemoryBroker near = MemoryBroker.create();
  private final MemoryBroker far = MemoryBroker.create();
  private final CountDownLatch end = new CountDownLatch(1);
  private final EventBus bus;
  private final EventBus distant;
  private final Subscription paused;
  private final Thread failing = new Thread(this::publishInVain, "publishes-in-vain");

  /** Takes what makes an observer, one for each bus. */
  Troubled(Supplier<Observer> observers) {
    bus = EventBus.builder(near).service("troubled").observer(observers.get()).connect();
    distant = EventBus.builder(far).service("troubled").observer(observers.get()).connect();
    paused = bus.subscription("paused").on("order.placed", byte[].class, e -> {}).subscribe();
    subscribe();
  }

  private void subscribe() {
    bus.subscription("fine").on("order.placed", byte[].class, event -> {}).subscribe();
    bus.subscription("failing")
        .retry(RetryPolicy.fixed(2, Duration.ofMillis(10)))
        .on("order.refused", byte[].class, event -> fail())
        .subscribe();
    bus.subscription("stuck")
        .handlerTimeout(Duration.ofMillis(200))
        .retry(RetryPolicy.none())
        .on("order.stuck", byte[].class, event -> uninterruptibly())
        .subscribe();
    bus.subscription("slow").on("order.slow", byte[].class, event -> uninterruptibly()).subscribe();
    distant.subscription("distant").on("order.placed", byte[].class, event -> {}).subscribe();
    bus.publish("order.placed", new byte[0]);
    bus.publish("order.lost", new byte[0]);
  }

  private static void fail() {
    throw new IllegalStateException("no stock");
  }

  private void uninterruptibly() {
    while (end.getCount() > 0) {
      try {
        end.await();
      } catch (InterruptedException e) {
        // This is what is stuck about it.
      }
    }
  }

  void bringAbout() {
    far.faults().outage(true);
    paused.pause();
    bus.publish("order.placed", new byte[0]);
    bus.publish("order.refused", new byte[0]);
    bus.publish("order.slow", new byte[0]);
    for (int i = 0; i < STUCK; i++) {
      bus.publish("order.stuck", new byte[0]);
    }
    failing.start();
  }

  /** A rate needs more than one failure. */
  private void publishInVain() {
    while (end.getCount() > 0) {
      var unused = distant.publishAsync("order.placed", new byte[0]).handle((r, e) -> r).join();
      near.faults().loseConfirmations(1);
      unused = bus.publishAsync("order.lost", new byte[0]).handle((r, e) -> r).join();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  @Override
  public void close() {
    end.countDown();
    distant.close();
    bus.close();
    far.close();
    near.close();
  }
}
