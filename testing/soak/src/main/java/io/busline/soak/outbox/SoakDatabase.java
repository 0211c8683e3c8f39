package io.busline.soak.outbox;

import io.busline.servers.MariadbServer;
import io.busline.servers.PostgresServer;
import io.busline.servers.Release;
import io.busline.servers.Server;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A database of the soak's own, with what its writers change: aggregates of which each has a
 * version, and a log in which each transaction notes what it has changed.
 */
final class SoakDatabase implements AutoCloseable {
  static final int KEYS = 40;

  /** Which databases it can be. */
  enum Kind {
    POSTGRESQL,
    MARIADB
  }

  private final Server server;
  private final Kind kind;

  private SoakDatabase(Server server, Kind kind) {
    this.server = server;
    this.kind = kind;
  }

  static SoakDatabase start(Kind kind, Release release) throws SQLException {
    Server server =
        kind == Kind.POSTGRESQL ? PostgresServer.start(release) : MariadbServer.start(release);
    SoakDatabase database = new SoakDatabase(server, kind);
    try {
      database.make();
      return database;
    } catch (SQLException e) {
      database.close();
      throw e;
    }
  }

  private void make() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE aggregate (id varchar(20) PRIMARY KEY, n bigint NOT NULL)");
      statement.execute(
          "CREATE TABLE written (k varchar(20) NOT NULL, n bigint NOT NULL, token varchar(40) PRIMARY KEY)");
      statement.execute("CREATE TABLE handled (token varchar(40) NOT NULL)");
      statement.execute("CREATE INDEX handled_token ON handled (token)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO aggregate VALUES (?, 0)")) {
        for (int i = 0; i < KEYS; i++) {
          insert.setString(1, key(i));
          insert.executeUpdate();
        }
      }
    }
  }

  static String key(int number) {
    return "k%02d".formatted(number);
  }

  /** The JDBC URL, the same after each restart. */
  String url() {
    return kind == Kind.POSTGRESQL
        ? "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(server.port())
        : "jdbc:mariadb://127.0.0.1:%d/soak?user=root&sslMode=disable&createDatabaseIfNotExist=true"
            .formatted(server.port());
  }

  void kill() {
    server.kill();
    server.restart();
  }

  @Override
  public void close() {
    server.close();
  }

  @Override
  public String toString() {
    return server.toString();
  }
}
