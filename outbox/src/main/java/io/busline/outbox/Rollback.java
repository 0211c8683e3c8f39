package io.busline.outbox;

import java.sql.Connection;
import java.sql.SQLException;

/** Rolls back after a failure, which matters more than one of the rollback. */
final class Rollback {

  private Rollback() {}

  static void after(Throwable failure, Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
