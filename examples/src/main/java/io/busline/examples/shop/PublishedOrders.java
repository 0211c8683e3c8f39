package io.busline.examples.shop;

import io.busline.EventBus;
import io.busline.Receipt;
import io.busline.event.Event;
import java.util.concurrent.CompletableFuture;

/** Orders that are on the bus and nowhere else. */
final class PublishedOrders implements OrderService {
  private final EventBus bus;

  PublishedOrders(EventBus bus) {
    this.bus = bus;
  }

  @Override
  public void start() {
    Terms.of(bus, GROUP)
        .on(PaymentCompleted.class, this::paid)
        .on(InventoryRejected.class, this::cancelled)
        .subscribe();
  }

  @Override
  public CompletableFuture<Receipt> place(OrderCreated order) {
    return bus.publishAsync(order);
  }

  private void paid(Event<PaymentCompleted> event) {
    bus.publish(OrderEnds.paid(event));
  }

  private void cancelled(Event<InventoryRejected> event) {
    bus.publish(OrderEnds.cancelled(event));
  }
}
