package io.busline.benchmarks;

import io.busline.EventBus;

/** Busline as its guide shows it: typed events, JSON, every default. */
final class BuslinePipe implements Pipe {
  private final AutoCloseable server;
  private final EventBus publisher;
  private final EventBus subscriber;
  private final Counter handled = new Counter();
  private final Outstanding outstanding = new Outstanding();

  BuslinePipe(AutoCloseable server, String url) {
    this.server = server;
    publisher = EventBus.connect(url, "benchmarks");
    subscriber = EventBus.connect(url, "benchmarks");
    subscriber.subscribe(Order.class, event -> handled.increment());
  }

  @Override
  public void publish(Order order) throws Exception {
    outstanding.add(publisher.publishAsync(order));
  }

  @Override
  public void awaitConfirmed() throws Exception {
    outstanding.await();
  }

  @Override
  public long handled() {
    return handled.count();
  }

  @Override
  public void close() throws Exception {
    publisher.close();
    subscriber.close();
    server.close();
  }
}
