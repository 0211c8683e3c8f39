package io.busline.benchmarks;

import io.busline.EventBus;
import io.busline.SubscriptionBuilder;
import io.busline.servers.NatsServer;
import io.busline.spi.Capability;

/** Busline as its guide shows it: typed events, JSON, every default. */
final class BuslinePipe implements Pipe {
  private final NatsServer server;
  private final EventBus publisher;
  private final EventBus subscriber;
  private final Counter handled = new Counter();
  private final Outstanding outstanding = new Outstanding();

  BuslinePipe(NatsServer server, String url) {
    this.server = server;
    publisher = EventBus.connect(url, "benchmarks");
    subscriber = EventBus.connect(url, "benchmarks");
    SubscriptionBuilder subscription =
        subscriber.subscription("benchmarks").on(Order.class, event -> handled.increment());
    if (!subscriber.can(Capability.DEAD_LETTERS)) {
      subscription.discardFailed();
    }
    subscription.subscribe();
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
  public void close() {
    publisher.close();
    subscriber.close();
    server.close();
  }
}
