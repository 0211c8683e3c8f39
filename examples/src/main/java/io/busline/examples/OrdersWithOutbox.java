package io.busline.examples;

import io.busline.EventBus;
import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import io.busline.outbox.Outbox;
import io.busline.outbox.OutboxTransaction;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.sqlite.SQLiteDataSource;

/**
 * Orders in a table, and events of them that are published if and only if the table has the order;
 * invoices that are written once for each, however often the event comes.
 */
public final class OrdersWithOutbox {

  /**
   * An order was accepted.
   *
   * @param orderId the order
   */
  @EventType("order.created")
  public record OrderCreated(@EventKey String orderId) {}

  private OrdersWithOutbox() {}

  /**
   * Takes two orders, of which one is refused.
   *
   * @param arguments the URL of the bus, and the file of the database
   * @throws Exception if the database or the bus does not work
   */
  public static void main(String[] arguments) throws Exception {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + arguments[1] + "?journal_mode=WAL&transaction_mode=IMMEDIATE");
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS orders (id text PRIMARY KEY)");
      statement.execute("CREATE TABLE IF NOT EXISTS invoices (order_id text PRIMARY KEY)");
    }
    BlockingQueue<String> invoiced = new LinkedBlockingQueue<>();
    try (EventBus bus = EventBus.connect(arguments[0], "shop");
        Outbox outbox = Outbox.of(database, bus)) {
      bus.subscription("billing")
          .inbox(outbox)
          .on(
              OrderCreated.class,
              (event, tx) -> {
                insert(tx, "INSERT INTO invoices VALUES (?)", event.data().orderId());
                invoiced.add(event.data().orderId());
              })
          .subscribe();

      outbox.inTransaction(tx -> take(tx, "o-1", true));
      try {
        outbox.inTransaction(tx -> take(tx, "o-2", false));
      } catch (IllegalStateException e) {
        System.out.println("order o-2 was refused: " + e.getMessage());
      }
      System.out.println("invoice for " + invoiced.take());
    }
  }

  private static void take(OutboxTransaction tx, String orderId, boolean inStock)
      throws SQLException {
    insert(tx, "INSERT INTO orders VALUES (?)", orderId);
    tx.publish(new OrderCreated(orderId));
    if (!inStock) {
      throw new IllegalStateException("out of stock");
    }
  }

  private static void insert(OutboxTransaction tx, String sql, String id) throws SQLException {
    try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
      statement.setString(1, id);
      statement.executeUpdate();
    }
  }
}
