package io.busline.examples.shop;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.event.Event;
import java.time.Duration;

/** Charges the customer for what was set aside. Its own events are Protobuf. */
final class BillingService {
  static final String GROUP = "billing";

  /** Short, so that a demonstration need not wait: 50, 100, 200 and 400 ms. */
  private static final RetryPolicy RETRY =
      RetryPolicy.exponential(5, Duration.ofMillis(50), Duration.ofSeconds(1));

  private final EventBus bus;
  private final CardGateway gateway;

  BillingService(EventBus bus, CardGateway gateway) {
    this.bus = bus;
    this.gateway = gateway;
  }

  void start() {
    Terms.of(bus, GROUP).on(InventoryReserved.class, this::charge).retry(RETRY).subscribe();
  }

  /** A gateway that is away throws, and that is all there is to do about it here. */
  private void charge(Event<InventoryReserved> event) throws CardGateway.Unavailable {
    InventoryReserved order = event.data();
    String authorization = gateway.charge(order.orderId(), order.amount());
    PaymentCompleted payment =
        PaymentCompleted.newBuilder()
            .setOrderId(order.orderId())
            .setUserId(order.userId())
            .setAmount(order.amount().toPlainString())
            .setAuthorization(authorization)
            .build();
    bus.publish(Answer.to(event, "payment.completed", order.orderId(), payment));
  }
}
