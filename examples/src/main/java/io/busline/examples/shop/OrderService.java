package io.busline.examples.shop;

import java.util.concurrent.CompletableFuture;

/** Takes orders and records how each of them ended. Safe for use by several threads. */
interface OrderService {
  /** The group that listens to what becomes of orders. */
  String GROUP = "order";

  /** Begins to listen to what becomes of orders. */
  void start();

  /** Takes an order; the future completes when it is sure that everybody will hear of it. */
  CompletableFuture<?> place(OrderCreated order);
}
