package io.busline.junit;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import java.time.Duration;

/** A service to be tested: it pays what was ordered, unless the order is for nothing. */
final class Billing {
  @EventType("order.created")
  record OrderCreated(@EventKey String orderId, int amount) {}

  @EventType("order.paid")
  record OrderPaid(@EventKey String orderId) {}

  Billing(EventBus bus) {
    bus.subscription("billing.orders")
        .on(
            OrderCreated.class,
            event -> {
              if (event.data().amount() < 0) {
                throw new IllegalArgumentException("negative amount");
              }
              bus.publish(new OrderPaid(event.data().orderId()));
            })
        .retry(RetryPolicy.fixed(2, Duration.ofMinutes(1)))
        .subscribe();
  }
}
