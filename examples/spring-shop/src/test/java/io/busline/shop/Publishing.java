package io.busline.shop;

import io.busline.EventBus;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes one order after another until it is told to stop. */
final class Publishing implements AutoCloseable {
  private final EventBus bus;
  private final AtomicInteger published = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "publishing");
  private volatile boolean closed;

  private Publishing(EventBus bus) {
    this.bus = bus;
  }

  static Publishing start(EventBus bus) {
    Publishing publishing = new Publishing(bus);
    publishing.thread.start();
    return publishing;
  }

  private void run() {
    while (!closed) {
      bus.publish(new OrderPlaced("o-" + published.get(), "tea", 1));
      published.incrementAndGet();
    }
  }

  /** Stops; answers how many the broker has confirmed. */
  int stop() throws InterruptedException {
    closed = true;
    thread.join();
    return published.get();
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
