package io.busline.shop;

import java.util.concurrent.atomic.AtomicInteger;

/** Places one order after another, each until it is answered that it is taken. */
final class Customer implements AutoCloseable {
  private final Service orders;
  private final int wanted;
  private final AtomicInteger placed = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "customer");
  private volatile boolean closed;

  private Customer(Service orders, int wanted) {
    this.orders = orders;
    this.wanted = wanted;
  }

  static Customer start(Service orders, int wanted) {
    Customer customer = new Customer(orders, wanted);
    customer.thread.start();
    return customer;
  }

  private void run() {
    while (!closed && placed.get() < wanted) {
      if (place(orders, "o-" + placed.get())) {
        placed.incrementAndGet();
      }
    }
  }

  static boolean place(Service orders, String id) {
    return orders.status("PUT", "/orders/" + id, "{\"item\":\"tea\",\"quantity\":2}") == 200;
  }

  int placed() {
    return placed.get();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
