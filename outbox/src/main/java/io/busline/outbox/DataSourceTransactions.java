package io.busline.outbox;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A transaction is one of a connection that is taken for it. */
record DataSourceTransactions(DataSource dataSource) implements Transactions {

  @Override
  public <T> T call(Work<T> work) throws Exception {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      T result;
      try {
        result = work.run(WithinTransaction.of(connection));
        connection.commit();
      } catch (Throwable e) {
        if (Rollback.after(e, connection)) {
          giveBack(connection, autoCommit);
        }
        throw e;
      }
      giveBack(connection, autoCommit);
      return result;
    }
  }

  /**
   * Only when nothing is open, since this would commit it. Whatever fails, the transaction ended.
   */
  private static void giveBack(Connection connection, boolean autoCommit) {
    try {
      if (autoCommit) {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      Log.write(Level.DEBUG, "a connection was not given back as it was: " + e);
    }
  }
}
