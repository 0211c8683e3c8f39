package io.busline.examples.shop;

import io.busline.EventBus;
import io.busline.error.TransactionException;
import io.busline.examples.shop.Standing.Fact;
import io.busline.outbox.Outbox;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/** The database of the order service, with its table of orders and its outbox. */
final class OrderDatabase implements AutoCloseable {

  /** How the numbers of orders begin that are in a table. */
  static final String STORED = "s-";

  /** Short, so that a demonstration need not wait long for what a killed one held. */
  private static final Duration LEASE = Duration.ofSeconds(3);

  private final EventBus bus;
  private final OrderTable table;
  private final Outbox outbox;

  OrderDatabase(DataSource database, EventBus bus) {
    this.bus = bus;
    this.table = new OrderTable(database);
    try {
      table.create();
    } catch (SQLException e) {
      throw unread("making the table of orders", e);
    }
    this.outbox = Outbox.builder(database, bus).lease(LEASE).open();
  }

  OrderService service() {
    return new StoredOrders(bus, outbox, table);
  }

  /** Compares the table with what is known of its orders from the bus. Blocks. */
  TableReport compare(Map<String, Set<Fact>> facts, String prefix) {
    try {
      return TableAudit.compare(table.all(), facts, prefix);
    } catch (SQLException e) {
      throw unread("reading the table of orders", e);
    }
  }

  private static TransactionException unread(String doing, SQLException e) {
    return new TransactionException(
        "%s failed. Look whether the database is there: %s".formatted(doing, e.getMessage()),
        false,
        e);
  }

  @Override
  public void close() {
    outbox.close();
  }
}
