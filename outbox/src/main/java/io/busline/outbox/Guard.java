package io.busline.outbox;

import io.busline.error.TransactionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Refuses a connection in whose transaction an event must not be stored. Safe for all threads. */
final class Guard {
  /** Beyond so many, each is looked at anew; nobody has so many. */
  private static final int MAX_KNOWN = 100;

  private final Tables tables;
  private final String id;

  /** Where the outbox's own tables were found. */
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /**
   * A guard.
   *
   * @param id what only the outbox's own tables say; empty if that was not read
   * @param place where they are
   */
  Guard(Tables tables, String id, String place) {
    this.tables = tables;
    this.id = id;
    known.add(place);
  }

  /** The URL without its parameters, which may hold a password. */
  static String place(Connection connection) throws SQLException {
    String url = String.valueOf(connection.getMetaData().getURL());
    int end = url.indexOf('?') >= 0 ? url.indexOf('?') : url.indexOf(';');
    return end < 0 ? url : url.substring(0, end);
  }

  void require(Connection connection) throws SQLException {
    if (connection.getAutoCommit()) {
      throw new TransactionException(
          "an event was not stored, because its connection commits each statement by itself: the event could be published although your change is not stored. Call setAutoCommit(false) first and commit() last, or use outbox.inTransaction(…)");
    }
    if (connection.isReadOnly()) {
      throw new TransactionException(
          "an event was not stored, because its connection is read-only. Use one that may write: setReadOnly(false) before the transaction begins");
    }
    String place = place(connection);
    if (!known.contains(place) && !id.isEmpty()) {
      requireOwnTables(connection, place);
      if (known.size() < MAX_KNOWN) {
        known.add(place);
      }
    }
  }

  private void requireOwnTables(Connection connection, String place) {
    String there;
    try {
      there = new Meta(tables).read(connection).id();
    } catch (SQLException e) {
      throw elsewhere(place, e);
    }
    if (!there.equals(id)) {
      throw elsewhere(place, null);
    }
  }

  private TransactionException elsewhere(String place, @Nullable SQLException cause) {
    return new TransactionException(
        "an event was not stored, because its connection leads to %s, and the outbox's tables are in another database. Use a connection to the outbox's database, or an outbox of its own for this one"
            .formatted(place),
        false,
        cause);
  }
}
