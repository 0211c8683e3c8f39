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

  /** A transaction that has stored events has committed, or is about to. */
  default void announce() {}

  /** What is to be said of it to people; begins with a semicolon unless it is empty. */
  default String explain() {
    return "";
  }
}
