package io.busline.postgres;

import io.busline.servers.Endpoint;
import io.busline.spi.BrokerContext;
import io.busline.spi.BusUrl;
import io.busline.spi.TimeSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A schema of a test's own, and what a plain client does there.
 *
 * @param server the server, which others may use as well
 * @param schema its name
 */
record Place(Endpoint server, String schema) {

  Place(Endpoint server) {
    this(server, "t" + UUID.randomUUID().toString().replace("-", ""));
  }

  /** The bus for the user that may do everything, with more options. */
  String url(String... options) {
    return urlFor("postgres", options);
  }

  String urlFor(String user, String... options) {
    StringBuilder url =
        new StringBuilder("postgres://%s@%s/postgres".formatted(user, server.address()))
            .append("?schema=")
            .append(schema);
    for (String option : options) {
      url.append('&').append(option);
    }
    return url.toString();
  }

  /** Opens a broker and closes it. */
  static void open(String url) {
    broker(url).close();
  }

  static PostgresBroker broker(String url) {
    return (PostgresBroker)
        new PostgresBrokerProvider()
            .open(
                BusUrl.parse(url),
                new BrokerContext("test", TimeSource.system(), new SplittableRandom(1)));
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://%s/postgres?user=postgres&currentSchema=%s"
            .formatted(server.address(), schema));
  }

  void execute(String... sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String each : sql) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", sql), e);
    }
  }

  long number(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  String text(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** As an administrator does, or a firewall. */
  void endSessions() {
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            + " AND application_name = 'busline'");
  }
}
