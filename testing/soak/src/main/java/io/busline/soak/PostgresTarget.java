package io.busline.soak;

import io.busline.servers.PostgresServer;
import io.busline.servers.Release;
import io.busline.servers.Server;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL. On the soak's own server the processes are a user whose rights can be taken; on a
 * server of others, they have a schema of their own, and nothing is done to it.
 */
final class PostgresTarget implements Target {
  private static final List<String> RIGHTS =
      List.of(
          "INSERT ON busline.event",
          "SELECT ON busline.event",
          "UPDATE ON busline.topic",
          "UPDATE ON busline.registry",
          "SELECT ON busline.registry",
          "SELECT ON busline.bus",
          "INSERT ON busline.dead_letter");

  private final String url;
  private final String run;
  private final @Nullable PostgresServer server;
  private @Nullable Connection locking;

  private PostgresTarget(String url, String run, @Nullable PostgresServer server) {
    this.url = url;
    this.run = run;
    this.server = server;
  }

  static PostgresTarget own(String run, Release release, String asked) {
    PostgresServer server = PostgresServer.start(release);
    String url = "postgres://soak@%s/postgres".formatted(server.address());
    PostgresTarget target = new PostgresTarget(Places.with(url, "", asked), run, server);
    try {
      target.execute(
          "CREATE USER soak",
          "CREATE SCHEMA busline",
          "GRANT ALL ON SCHEMA busline TO soak",
          "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO soak");
    } catch (MishapFailedException e) {
      target.close();
      throw new IllegalStateException("giving the processes their rights", e);
    }
    return target;
  }

  static PostgresTarget at(String url, String run) {
    return new PostgresTarget(url, run, null);
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public String adminUrl() {
    return server == null ? url : url.replaceFirst("soak@", "postgres@");
  }

  @Override
  public Optional<Server> server() {
    return Optional.ofNullable(server);
  }

  @Override
  public Set<Mishap> allowed() {
    return server == null
        ? EnumSet.noneOf(Mishap.class)
        : EnumSet.of(Mishap.LOCK, Mishap.PERMISSION, Mishap.DELETE_TOPIC);
  }

  private static String right(int choice) {
    return RIGHTS.get(choice % RIGHTS.size());
  }

  @Override
  public Victim victim(Mishap mishap, int choice, List<Group> groups) {
    return Victim.of(
        switch (mishap) {
          case LOCK -> "table topic";
          case PERMISSION -> right(choice);
          default -> Cast.topic(run);
        });
  }

  @Override
  public void begin(Mishap mishap, int choice, List<Group> groups) throws MishapFailedException {
    switch (mishap) {
      case LOCK -> lock();
      case PERMISSION -> execute("REVOKE " + right(choice) + " FROM soak");
      default ->
          execute(
              "WITH gone AS (DELETE FROM busline.topic WHERE name = '%s' RETURNING id),"
                      .formatted(Cast.topic(run))
                  + " types AS (DELETE FROM busline.topic_type WHERE topic IN (SELECT id FROM gone))"
                  + " DELETE FROM busline.event WHERE topic IN (SELECT id FROM gone)");
    }
  }

  @Override
  public void end(Mishap mishap) throws MishapFailedException {
    if (mishap == Mishap.PERMISSION) {
      execute("GRANT ALL ON ALL TABLES IN SCHEMA busline TO soak");
    } else if (locking != null) {
      try (Connection connection = locking) {
        locking = null;
        connection.rollback();
      } catch (SQLException e) {
        throw new MishapFailedException("unlocking the table", e);
      }
    }
  }

  private void lock() throws MishapFailedException {
    try {
      Connection connection = connect();
      connection.setAutoCommit(false);
      locking = connection;
      try (Statement statement = connection.createStatement()) {
        statement.execute("LOCK TABLE busline.topic IN EXCLUSIVE MODE");
      }
    } catch (SQLException e) {
      throw new MishapFailedException("locking the table", e);
    }
  }

  private void execute(String... sql) throws MishapFailedException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String each : sql) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new MishapFailedException("asking the server", e);
    }
  }

  private Connection connect() throws SQLException {
    String address = server == null ? "" : server.address();
    return DriverManager.getConnection(
        "jdbc:postgresql://%s/postgres?user=postgres".formatted(address));
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    } else {
      System.err.println("soak: the schema %s is left behind".formatted(run));
    }
  }
}
