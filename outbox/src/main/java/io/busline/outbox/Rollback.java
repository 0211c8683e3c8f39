package io.busline.outbox;

import java.sql.Connection;
import java.sql.SQLException;

/** Rolls back after a failure, which matters more than one of the rollback. */
final class Rollback {

  private Rollback() {}

  /** Whether it has rolled back. */
  static boolean after(Throwable failure, Connection connection) {
    try {
      connection.rollback();
      return true;
    } catch (SQLException e) {
      failure.addSuppressed(e);
      return false;
    }
  }
}
