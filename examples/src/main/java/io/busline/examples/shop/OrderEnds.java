package io.busline.examples.shop;

import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.math.BigDecimal;

/** How an order ends, by what other services say. */
final class OrderEnds {

  private OrderEnds() {}

  static EventBuilder<?> paid(Event<PaymentCompleted> event) {
    PaymentCompleted payment = event.data();
    BigDecimal amount = new BigDecimal(payment.getAmount());
    OrderPaid paid = new OrderPaid(payment.getOrderId(), payment.getUserId(), amount);
    return Answer.to(event, payment.getOrderId(), paid);
  }

  static EventBuilder<?> cancelled(Event<InventoryRejected> event) {
    InventoryRejected rejected = event.data();
    OrderCancelled cancelled =
        new OrderCancelled(rejected.orderId(), rejected.userId(), rejected.reason());
    return Answer.to(event, rejected.orderId(), cancelled);
  }
}
