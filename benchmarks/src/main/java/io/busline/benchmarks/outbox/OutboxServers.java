package io.busline.benchmarks.outbox;

import io.busline.EventBus;
import io.busline.servers.NatsServer;
import io.busline.servers.PostgresServer;
import io.busline.servers.Release;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** JetStream, and a PostgreSQL server that syncs each commit to disk. */
final class OutboxServers implements AutoCloseable {
  private final NatsServer nats = NatsServer.start(Release.CURRENT);
  private final PostgresServer postgres =
      PostgresServer.start(Release.CURRENT, "fsync=on", "full_page_writes=on");
  private final PGSimpleDataSource database = new PGSimpleDataSource();
  private final EventBus bus;

  OutboxServers() {
    database.setUrl("jdbc:postgresql://127.0.0.1:" + postgres.port() + "/postgres?user=postgres");
    bus = EventBus.connect("jetstream://127.0.0.1:" + nats.port(), "benchmarks");
  }

  EventBus bus() {
    return bus;
  }

  PGSimpleDataSource database() {
    return database;
  }

  /** A connection in a transaction. */
  Connection begin() throws SQLException {
    Connection connection = database.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    bus.close();
    postgres.close();
    nats.close();
  }
}
