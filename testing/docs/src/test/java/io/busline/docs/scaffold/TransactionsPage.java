package io.busline.docs.scaffold;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import java.sql.Connection;
import javax.sql.DataSource;

/** What the page on transactions takes for granted. */
public class TransactionsPage extends AnyPage {
  protected DataSource dataSource;
  protected Order order;
  protected Table<Order> orders;
  protected Table<OrderCreated> invoices;

  /** An order was accepted. */
  @EventType("order.created")
  public record OrderCreated(@EventKey String orderId) {}

  /** What the service keeps in a table. */
  public interface Table<T> {
    /** Adds a row. */
    void insert(Connection connection, T row);
  }
}
