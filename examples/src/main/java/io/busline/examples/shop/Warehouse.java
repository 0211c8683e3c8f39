package io.busline.examples.shop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What is in stock. Safe for use by several threads. */
final class Warehouse {
  private final Map<String, AtomicInteger> stock = new ConcurrentHashMap<>();
  private final Map<String, Boolean> decisions = new ConcurrentHashMap<>();

  void stock(String item, int pieces) {
    stock.computeIfAbsent(item, i -> new AtomicInteger()).addAndGet(pieces);
  }

  /** Sets one piece aside; asked again about the same order, it says the same again. */
  boolean reserve(String orderId, String item) {
    return decisions.computeIfAbsent(orderId, id -> take(item));
  }

  private boolean take(String item) {
    AtomicInteger pieces = stock.get(item);
    return pieces != null && pieces.getAndUpdate(p -> Math.max(0, p - 1)) > 0;
  }
}
