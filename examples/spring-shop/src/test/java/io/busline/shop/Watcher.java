package io.busline.shop;

import io.busline.EventBus;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Sees every event of the shop, by a group of its own. */
final class Watcher implements AutoCloseable {
  private final Map<String, String> placed = new ConcurrentHashMap<>();
  private final Map<String, String> shipped = new ConcurrentHashMap<>();
  private final EventBus bus;

  Watcher(String url) {
    bus = EventBus.connect(url, "watcher");
    bus.subscription("watcher")
        .on(OrderPlaced.class, event -> placed.put(event.id(), event.data().orderId()))
        .on(OrderShipped.class, event -> shipped.put(event.id(), event.data().orderId()))
        .subscribe();
  }

  /** The orders, each as often as there are events about it with different ids. */
  Map<String, Integer> placed() {
    return count(placed);
  }

  Map<String, Integer> shipped() {
    return count(shipped);
  }

  private static Map<String, Integer> count(Map<String, String> ordersById) {
    Map<String, Integer> counts = new TreeMap<>();
    ordersById.values().forEach(order -> counts.merge(order, 1, Integer::sum));
    return counts;
  }

  @Override
  public void close() {
    bus.close();
  }
}
