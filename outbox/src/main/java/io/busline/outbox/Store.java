package io.busline.outbox;

import io.busline.PreparedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Where the events of a transaction are stored. Safe for use by all threads. */
interface Store {

  /**
   * Stores events, in their order where that matters.
   *
   * @throws SQLException with nothing of them stored, unless the whole transaction has failed
   */
  void store(Connection connection, List<PreparedEvent> events, long now) throws SQLException;

  /**
   * The same as the last thing of a transaction, which is committed in the same round trip where
   * that can be. The caller commits in any case.
   *
   * @throws SQLException if it failed, or if its connection broke and nobody knows
   */
  default void storeLast(Connection connection, List<PreparedEvent> events, long now)
      throws SQLException {
    store(connection, events, now);
  }

  /** A transaction that has stored events has committed, or is about to. */
  default void announce() {}

  /** What is to be said of it to people; begins with a semicolon unless it is empty. */
  default String explain() {
    return "";
  }
}
