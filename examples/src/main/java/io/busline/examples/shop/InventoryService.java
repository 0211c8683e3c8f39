package io.busline.examples.shop;

import io.busline.EventBus;
import io.busline.event.Event;

/** Sets aside what was ordered, or says that it cannot. */
final class InventoryService {
  static final String GROUP = "inventory";

  private final EventBus bus;
  private final Warehouse warehouse;

  InventoryService(EventBus bus, Warehouse warehouse) {
    this.bus = bus;
    this.warehouse = warehouse;
  }

  void start() {
    Terms.of(bus, GROUP).on(OrderCreated.class, this::reserve).subscribe();
  }

  private void reserve(Event<OrderCreated> event) {
    OrderCreated order = event.data();
    Object answer =
        warehouse.reserve(order.orderId(), order.item())
            ? new InventoryReserved(order.orderId(), order.userId(), order.amount())
            : new InventoryRejected(order.orderId(), order.userId(), "sold out: " + order.item());
    bus.publish(Answer.to(event, order.orderId(), answer));
  }
}
