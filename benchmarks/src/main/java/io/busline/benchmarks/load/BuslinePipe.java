package io.busline.benchmarks.load;

import io.busline.EventBus;
import io.busline.SubscriptionBuilder;
import io.busline.spi.Capability;
import java.util.function.Consumer;

/** Busline as its guide shows it: typed events, JSON, every default. */
public final class BuslinePipe implements Pipe {
  private final BuslinePublishing publishing;
  private final EventBus subscriber;
  private final Counter handled = new Counter();
  private final Runnable whenClosed;

  /**
   * Connects and subscribes.
   *
   * @param url the bus
   * @param whenClosed what else to close, such as its server
   */
  public BuslinePipe(String url, Runnable whenClosed) {
    this(url, order -> {}, whenClosed);
  }

  /**
   * Connects and subscribes.
   *
   * @param url the bus
   * @param handler sees each event before it counts as handled
   * @param whenClosed what else to close, such as its server
   */
  public BuslinePipe(String url, Consumer<Order> handler, Runnable whenClosed) {
    this.whenClosed = whenClosed;
    publishing = new BuslinePublishing(url, () -> {});
    subscriber = EventBus.connect(url, "benchmarks");
    SubscriptionBuilder subscription =
        subscriber
            .subscription("benchmarks")
            .on(
                Order.class,
                event -> {
                  handler.accept(event.data());
                  handled.increment();
                });
    if (!subscriber.can(Capability.DEAD_LETTERS)) {
      subscription.discardFailed();
    }
    subscription.subscribe();
  }

  @Override
  public void publish(Order order) throws Exception {
    publishing.publish(order);
  }

  @Override
  public void awaitConfirmed() throws Exception {
    publishing.awaitConfirmed();
  }

  @Override
  public long handled() {
    return handled.count();
  }

  @Override
  public void close() {
    publishing.close();
    subscriber.close();
    whenClosed.run();
  }
}
