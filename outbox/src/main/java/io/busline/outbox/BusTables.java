package io.busline.outbox;

import io.busline.EventBus;
import io.busline.PreparedEvent;
import io.busline.error.EventBusException;
import io.busline.spi.Output;
import io.busline.spi.TransactionLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The tables of a bus that is kept in the outbox's own database: what is stored there is on the bus
 * when its transaction commits. Safe for use by all threads.
 */
record BusTables(TransactionLog<Connection> log) implements Store {

  /**
   * The bus's tables, if events may go straight there.
   *
   * @param connection a connection to the outbox's database
   * @param tables the outbox's own, in which nothing may wait: it would be published later than
   *     what comes after it
   */
  static Optional<BusTables> of(EventBus bus, Connection connection, Tables tables)
      throws SQLException {
    Optional<TransactionLog<Connection>> log =
        bus.transactionLog(Connection.class).filter(known -> known.isOf(connection));
    return log.isEmpty() || isWaiting(connection, tables)
        ? Optional.empty()
        : log.map(BusTables::new);
  }

  private static boolean isWaiting(Connection connection, Tables tables) throws SQLException {
    return AdminTables.number(
            connection,
            "SELECT COUNT(*) FROM (SELECT 1 FROM %s LIMIT 1) w".formatted(tables.outbox()))
        > 0;
  }

  @Override
  public void store(Connection connection, List<PreparedEvent> events, long now)
      throws SQLException {
    List<Output> outputs =
        events.stream().map(event -> new Output(event.topic(), event.event())).toList();
    try {
      log.append(connection, outputs);
    } catch (SQLException | EventBusException e) {
      throw e;
    } catch (Exception e) {
      throw new SQLException("the bus did not take them: " + e.getMessage(), e);
    }
  }

  @Override
  public void announce() {
    log.announce();
  }

  @Override
  public String explain() {
    return "; what is published is on the bus when its transaction commits, without a relay";
  }
}
