package io.busline.examples.shop;

import io.busline.EventBus;
import io.busline.Receipt;
import io.busline.event.Event;
import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;

/** Takes orders and records how each of them ended. */
final class OrderService {
  static final String GROUP = "order";

  private final EventBus bus;

  OrderService(EventBus bus) {
    this.bus = bus;
  }

  void start() {
    Terms.of(bus, GROUP)
        .on(PaymentCompleted.class, this::paid)
        .on(InventoryRejected.class, this::cancelled)
        .subscribe();
  }

  CompletableFuture<Receipt> place(OrderCreated order) {
    return bus.publishAsync(order);
  }

  private void paid(Event<PaymentCompleted> event) {
    PaymentCompleted payment = event.data();
    BigDecimal amount = new BigDecimal(payment.getAmount());
    OrderPaid paid = new OrderPaid(payment.getOrderId(), payment.getUserId(), amount);
    bus.publish(Answer.to(event, payment.getOrderId(), paid));
  }

  private void cancelled(Event<InventoryRejected> event) {
    InventoryRejected rejected = event.data();
    OrderCancelled cancelled =
        new OrderCancelled(rejected.orderId(), rejected.userId(), rejected.reason());
    bus.publish(Answer.to(event, rejected.orderId(), cancelled));
  }
}
