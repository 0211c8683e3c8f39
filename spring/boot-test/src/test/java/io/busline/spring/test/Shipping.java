package io.busline.spring.test;

import io.busline.EventBus;
import io.busline.spring.Subscribe;
import org.springframework.stereotype.Component;

@Component
class Shipping {
  private final EventBus bus;
  volatile boolean isClosed;

  Shipping(EventBus bus) {
    this.bus = bus;
  }

  @Subscribe(attempts = 2, firstDelay = "30s", maxDelay = "30s")
  void ship(OrderCreated order) {
    if (isClosed) {
      throw new IllegalStateException("closed");
    }
    bus.publish(new OrderShipped(order.orderId()));
  }
}
