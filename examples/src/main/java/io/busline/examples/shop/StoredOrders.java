package io.busline.examples.shop;

import io.busline.EventBus;
import io.busline.event.Event;
import io.busline.examples.shop.OrderTable.State;
import io.busline.outbox.Outbox;
import io.busline.outbox.OutboxTransaction;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/**
 * Orders in a table. Each change of the table and the event of it are one transaction, so that the
 * table and the bus agree, whenever the process ends.
 */
final class StoredOrders implements OrderService {
  private final EventBus bus;
  private final Outbox outbox;
  private final OrderTable table;

  StoredOrders(EventBus bus, Outbox outbox, OrderTable table) {
    this.bus = bus;
    this.outbox = outbox;
    this.table = table;
  }

  @Override
  public void start() {
    Terms.of(bus, GROUP)
        .inbox(outbox)
        .on(PaymentCompleted.class, this::paid)
        .on(InventoryRejected.class, this::cancelled)
        .subscribe();
  }

  @Override
  public CompletableFuture<?> place(OrderCreated order) {
    try {
      outbox.inTransaction(
          tx -> {
            table.insert(tx.connection(), order.orderId());
            tx.publish(order);
          });
      return CompletableFuture.completedFuture(order);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void paid(Event<PaymentCompleted> event, OutboxTransaction tx) throws SQLException {
    table.end(tx.connection(), event.data().getOrderId(), State.PAID);
    tx.publish(OrderEnds.paid(event));
  }

  private void cancelled(Event<InventoryRejected> event, OutboxTransaction tx) throws SQLException {
    table.end(tx.connection(), event.data().orderId(), State.CANCELLED);
    tx.publish(OrderEnds.cancelled(event));
  }
}
