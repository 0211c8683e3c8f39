package io.busline.benchmarks.load;

import java.util.BitSet;
import java.util.function.Consumer;

/**
 * Which numbered orders came. One that comes again is not counted, so that none that is missed can
 * hide behind it.
 */
public final class SeenOrders implements Handling {
  private static final int PREFIX = 2;

  private final BitSet seen = new BitSet();
  private final Counter distinct = new Counter();
  private final Consumer<Order> handler;

  /** Nothing is done with them. */
  public SeenOrders() {
    this(order -> {});
  }

  /** A handler gets each order before it counts as handled. */
  public SeenOrders(Consumer<Order> handler) {
    this.handler = handler;
  }

  @Override
  public void handle(Order order) {
    handler.accept(order);
    String id = order.orderId();
    int number = Integer.parseInt(id, PREFIX, id.length(), 10);
    if (number >= 0 && isNew(number)) {
      distinct.increment();
    }
  }

  private synchronized boolean isNew(int number) {
    boolean fresh = !seen.get(number);
    seen.set(number);
    return fresh;
  }

  @Override
  public long handled() {
    return distinct.count();
  }
}
