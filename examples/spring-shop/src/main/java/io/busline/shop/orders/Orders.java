package io.busline.shop.orders;

import io.busline.shop.OrderPlaced;
import io.busline.shop.OrderShipped;
import io.busline.spring.OutboxPublisher;
import io.busline.spring.Subscribe;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The orders in the database. */
@Service
class Orders {
  private final JdbcClient database;
  private final OutboxPublisher publisher;

  Orders(JdbcClient database, OutboxPublisher publisher) {
    this.database = database;
    this.publisher = publisher;
  }

  /** Takes an order once: asking again, after an answer that was lost, changes nothing. */
  @Transactional
  public void place(String id, String item, int quantity) {
    if (find(id).isPresent()) {
      return;
    }
    database
        .sql("INSERT INTO orders (id, item, quantity, shipments) VALUES (?, ?, ?, 0)")
        .params(id, item, quantity)
        .update();
    publisher.publish(new OrderPlaced(id, item, quantity));
  }

  /** Counts, so that an event which is handled twice shows. */
  @Subscribe(inbox = true)
  public void shipped(OrderShipped event) {
    database
        .sql("UPDATE orders SET shipments = shipments + 1 WHERE id = ?")
        .param(event.orderId())
        .update();
  }

  public Optional<Order> find(String id) {
    return database
        .sql("SELECT * FROM orders WHERE id = ?")
        .param(id)
        .query(Order.class)
        .optional();
  }

  public List<Order> all() {
    return database.sql("SELECT * FROM orders ORDER BY id").query(Order.class).list();
  }
}
