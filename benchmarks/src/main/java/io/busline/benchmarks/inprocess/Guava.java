package io.busline.benchmarks.inprocess;

import com.google.common.eventbus.AsyncEventBus;
import com.google.common.eventbus.Subscribe;
import io.busline.benchmarks.load.Counter;
import io.busline.benchmarks.load.InProcessBus;
import io.busline.benchmarks.load.Order;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Guava's event bus, with as many threads as subscribers. */
final class Guava implements InProcessBus {
  private final ExecutorService threads;
  private final AsyncEventBus bus;
  private final Payload payload = new Payload(Order.bytes());

  Guava(List<Counter> subscribers) {
    threads = Executors.newFixedThreadPool(subscribers.size());
    bus = new AsyncEventBus(threads);
    subscribers.forEach(counter -> bus.register(new Subscriber(counter)));
  }

  @Override
  public int publish() {
    bus.post(payload);
    return 1;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static final class Subscriber {
    private final Counter counter;

    Subscriber(Counter counter) {
      this.counter = counter;
    }

    @Subscribe
    void on(Payload payload) {
      counter.increment();
    }
  }
}
