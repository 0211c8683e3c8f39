package io.busline.benchmarks.outbox;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;

/**
 * The least a pool does: connections in transactions, which go back when they are closed. Safe for
 * use by all threads.
 */
final class KeptConnections implements AutoCloseable {
  private final BlockingQueue<Connection> free = new LinkedBlockingQueue<>();

  KeptConnections(DataSource database, int count) throws SQLException {
    for (int i = 0; i < count; i++) {
      Connection connection = database.getConnection();
      connection.setAutoCommit(false);
      free.add(connection);
    }
  }

  /** As what an outbox takes them from. */
  DataSource dataSource() {
    return proxy(
        DataSource.class,
        (any, method, arguments) -> {
          if (method.getName().equals("getConnection")) {
            return lend(free.take());
          }
          throw new UnsupportedOperationException(method.getName());
        });
  }

  private Connection lend(Connection connection) {
    return proxy(
        Connection.class,
        (any, method, arguments) -> {
          if (method.getName().equals("close")) {
            free.add(connection);
            return null;
          }
          try {
            return method.invoke(connection, arguments);
          } catch (InvocationTargetException e) {
            throw e.getTargetException();
          }
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            KeptConnections.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection = free.poll(); connection != null; connection = free.poll()) {
      connection.close();
    }
  }
}
