package io.busline.benchmarks.load;

import io.busline.EventBus;

/** Busline's asynchronous publishing: typed events, JSON, every default. */
public final class BuslinePublishing implements Publishing {
  private final EventBus bus;
  private final Outstanding outstanding = new Outstanding();
  private final Runnable whenClosed;

  public BuslinePublishing(String url, Runnable whenClosed) {
    this.whenClosed = whenClosed;
    bus = EventBus.connect(url, "benchmarks");
  }

  @Override
  public void publish(Order order) throws Exception {
    outstanding.add(bus.publishAsync(order));
  }

  @Override
  public void awaitConfirmed() throws Exception {
    outstanding.await();
  }

  @Override
  public void close() {
    bus.close();
    whenClosed.run();
  }
}
