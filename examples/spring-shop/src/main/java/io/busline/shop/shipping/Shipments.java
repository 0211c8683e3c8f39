package io.busline.shop.shipping;

import io.busline.shop.OrderPlaced;
import io.busline.shop.OrderShipped;
import io.busline.spring.OutboxPublisher;
import io.busline.spring.Subscribe;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The shipments in the database. */
@Service
class Shipments {
  private final JdbcClient database;
  private final OutboxPublisher publisher;

  Shipments(JdbcClient database, OutboxPublisher publisher) {
    this.database = database;
    this.publisher = publisher;
  }

  /** The shipment, the mark that the order is handled, and the event are one transaction. */
  @Subscribe(inbox = true)
  public void ship(OrderPlaced order) {
    database
        .sql("INSERT INTO shipments (order_id, item, quantity) VALUES (?, ?, ?)")
        .params(order.orderId(), order.item(), order.quantity())
        .update();
    publisher.publish(new OrderShipped(order.orderId()));
  }

  public List<Shipment> all() {
    return database.sql("SELECT * FROM shipments ORDER BY order_id").query(Shipment.class).list();
  }
}
