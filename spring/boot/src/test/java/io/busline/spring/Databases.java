package io.busline.spring;

import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Databases of a test's own, by their URLs. */
final class Databases {
  private static int last;

  private Databases() {}

  /** In memory, until the JVM ends. */
  static synchronized String h2() {
    last++;
    return "jdbc:h2:mem:boot-%d;DB_CLOSE_DELAY=-1".formatted(last);
  }

  /** A schema on the server that all tests share. */
  static synchronized String postgres() {
    last++;
    String server =
        "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres"
            .formatted(SharedServer.postgres(Release.CURRENT).port());
    String name = "boot_%d_%d".formatted(ProcessHandle.current().pid(), last);
    try (Connection connection = DriverManager.getConnection(server);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + name);
    } catch (SQLException e) {
      throw new AssertionError("no schema " + name, e);
    }
    return server + "&currentSchema=" + name;
  }
}
