package io.busline.examples.shop;

import static java.util.Objects.requireNonNull;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import java.math.BigDecimal;
import java.time.Instant;

/** A customer has placed an order. */
@EventType("order.created")
record OrderCreated(
    @EventKey String orderId, String userId, String item, BigDecimal amount, Instant timestamp) {

  /**
   * What everybody relies on is there, or the event cannot be read and is a dead letter at once.
   */
  OrderCreated {
    requireNonNull(orderId, "orderId");
    requireNonNull(amount, "amount");
  }
}
