package io.busline.outbox;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Set;

/** A connection whose transaction belongs to somebody else, who ends it. */
record WithinTransaction(Connection connection) implements InvocationHandler {
  private static final Set<String> ENDING = Set.of("commit", "close", "abort", "setAutoCommit");

  static Connection of(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            WithinTransaction.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new WithinTransaction(connection));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    boolean whole = arguments == null || !(arguments[0] instanceof Savepoint);
    if (ENDING.contains(method.getName()) || (method.getName().equals("rollback") && whole)) {
      throw new SQLException(
          "%s was called in a transaction that its outbox ends, so that nothing of it is stored by halves. Return to commit, throw to roll back"
              .formatted(method.getName()));
    }
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }
}
