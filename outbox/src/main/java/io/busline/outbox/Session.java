package io.busline.outbox;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The one connection that a relay keeps, as long as it works. For the relay's thread. */
final class Session {
  private final DataSource dataSource;
  private final Database database;
  private final int patienceMillis;
  private @Nullable Connection connection;

  Session(DataSource dataSource, Database database, Duration patience) {
    this.dataSource = dataSource;
    this.database = database;
    this.patienceMillis = (int) patience.toMillis();
  }

  Connection connection() throws SQLException {
    if (connection == null) {
      Connection opened = dataSource.getConnection();
      opened.setAutoCommit(true);
      if (database == Database.POSTGRESQL || database == Database.MYSQL) {
        // Under others, a scan could block writers, or what it sees could be old.
        opened.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      }
      limit(opened);
      connection = opened;
    }
    return connection;
  }

  /** A server that does not answer must not hold the relay for ever; some drivers cannot do it. */
  private void limit(Connection opened) {
    if (database == Database.POSTGRESQL || database == Database.MYSQL) {
      try {
        opened.setNetworkTimeout(Runnable::run, patienceMillis);
      } catch (SQLException e) {
        Log.write(Level.DEBUG, "the relay of an outbox cannot limit how long it waits: " + e);
      }
    }
  }

  void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        Log.write(Level.DEBUG, "closing the connection of an outbox's relay failed: " + e);
      }
      connection = null;
    }
  }
}
