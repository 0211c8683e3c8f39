package io.busline.outbox;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import javax.sql.DataSource;

/** A data source that does something before it gives a connection to a relay. */
final class FaultyDataSource {
  private FaultyDataSource() {}

  /** What is done; it may throw or block. */
  interface Fault {
    void happen() throws InterruptedException;
  }

  static DataSource of(DataSource real, Fault fault) {
    return (DataSource)
        Proxy.newProxyInstance(
            FaultyDataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (any, method, arguments) -> {
              if (Thread.currentThread().getName().equals("busline-outbox")) {
                fault.happen();
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
