package io.busline.outbox;

import java.sql.Connection;
import javax.sql.DataSource;

/** A transaction is one of a connection that is taken for it. */
record DataSourceTransactions(DataSource dataSource) implements Transactions {

  @Override
  public <T> T call(Work<T> work) throws Exception {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        T result = work.run(WithinTransaction.of(connection));
        connection.commit();
        return result;
      } catch (Throwable e) {
        Rollback.after(e, connection);
        throw e;
      } finally {
        if (autoCommit && !connection.isClosed()) {
          connection.setAutoCommit(true);
        }
      }
    }
  }
}
