package io.busline.outbox;

import io.busline.servers.DriverDataSource;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * A database of a test's own, on a server that the run shares.
 *
 * @param kind which
 * @param dataSource leads to it
 */
record TestDatabase(Database kind, DataSource dataSource) {
  private static final String SQLITE_WAITS = "?busy_timeout=20000";

  static TestDatabase h2() {
    String url = "jdbc:h2:mem:" + name() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000";
    return new TestDatabase(Database.H2, new DriverDataSource(url, ""));
  }

  static TestDatabase sqlite() {
    try {
      Path file = Files.createTempDirectory("busline-outbox-").resolve(name() + ".db");
      String url =
          "jdbc:sqlite:" + file + SQLITE_WAITS + "&journal_mode=WAL&transaction_mode=IMMEDIATE";
      return new TestDatabase(Database.SQLITE, new DriverDataSource(url, ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TestDatabase postgres(Release release) {
    return postgres(SharedServer.postgres(release).port());
  }

  /** A schema, which unlike a database costs no thousand files. */
  static TestDatabase postgres(int port) {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    String name = name();
    make(new DriverDataSource(url, "postgres"), "SCHEMA " + name);
    return new TestDatabase(
        Database.POSTGRESQL, new DriverDataSource(url + "?currentSchema=" + name, "postgres"));
  }

  private static TestDatabase anotherPostgres(int port) {
    String server = "jdbc:postgresql://127.0.0.1:" + port + "/";
    String name = name();
    make(new DriverDataSource(server + "postgres", "postgres"), "DATABASE " + name);
    return new TestDatabase(Database.POSTGRESQL, new DriverDataSource(server + name, "postgres"));
  }

  static TestDatabase mariadb(Release release) {
    return mariadb(SharedServer.mariadb(release).port());
  }

  static TestDatabase mariadb(int port) {
    String server = "jdbc:mariadb://127.0.0.1:" + port + "/";
    String name = name();
    make(new DriverDataSource(server + "?sslMode=disable", "root"), "DATABASE " + name);
    return new TestDatabase(
        Database.MYSQL, new DriverDataSource(server + name + "?sslMode=disable", "root"));
  }

  private static void make(DataSource server, String what) {
    try (Connection connection = server.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE " + what);
    } catch (SQLException e) {
      throw new IllegalStateException("making the " + what, e);
    }
  }

  private static String name() {
    return "t" + UUID.randomUUID().toString().replace("-", "");
  }

  @Override
  public String toString() {
    return kind.name();
  }

  /** Whether a transaction that writes keeps all others from writing. */
  boolean hasOneWriter() {
    return kind == Database.SQLITE;
  }

  /** Another database on the same server. */
  TestDatabase another() {
    return switch (kind) {
      case H2 -> h2();
      case SQLITE -> sqlite();
      case POSTGRESQL -> anotherPostgres(port());
      case MYSQL -> mariadb(port());
    };
  }

  private int port() {
    String url = ((DriverDataSource) dataSource).url();
    return Integer.parseInt(url.replaceAll(".*127\\.0\\.0\\.1:([0-9]+)/.*", "$1"));
  }

  void execute(String... sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : sql) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", sql), e);
    }
  }

  long number(String sql) {
    try (Connection connection = dataSource.getConnection()) {
      return AdminTables.number(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
