package io.busline.postgres;

import io.busline.servers.Mishaps;
import io.busline.servers.PostgresServer;
import io.busline.servers.TcpProxy;
import io.busline.servers.TcpProxy.Mode;
import io.busline.spi.Capability;
import io.busline.tck.BrokerHarness;
import io.busline.tck.Fault;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A schema of a test's own on a server that several tests use, one after another, each through a
 * proxy.
 */
final class PostgresHarness implements BrokerHarness {
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final Duration WHILE = Duration.ofSeconds(2);

  private final PostgresServer server;
  private final TcpProxy proxy;
  private final String schema = "t" + UUID.randomUUID().toString().replace("-", "");

  PostgresHarness(PostgresServer server) {
    this.server = server;
    this.proxy = TcpProxy.to(server.port());
  }

  @Override
  public String url() {
    return "postgres://postgres@%s/postgres?lease=3s&schema=%s".formatted(proxy.address(), schema);
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  @Override
  public void restart() {
    server.stop();
    server.restart();
  }

  @Override
  public Optional<Runnable> outage() {
    server.kill();
    return Optional.of(this::comeBack);
  }

  private void comeBack() {
    if (!server.isRunning()) {
      server.restart();
    }
  }

  @Override
  public Optional<Runnable> deletion(String topic) {
    return Optional.of(
        () ->
            plainly(
                "WITH gone AS (DELETE FROM %1$s.topic WHERE name = '%2$s' RETURNING id), types AS (DELETE FROM %1$s.topic_type WHERE topic IN (SELECT id FROM gone)) DELETE FROM %1$s.event WHERE topic IN (SELECT id FROM gone)"
                    .formatted(schema, topic)));
  }

  /** A row with a reason that only a later release has. */
  @Override
  public Optional<Runnable> foreignLetter() {
    return Optional.of(
        () ->
            plainly(
                "INSERT INTO %s.dead_letter (letter, consumer_group, topic, type, reason, cause, attempts, first_failed_at, dead_at, id, source, data) VALUES ('foreign', 'g', 't', 't.a', 'TOO_OLD', '', 1, now(), now(), '1', 's', '')"
                    .formatted(schema)));
  }

  @Override
  public Optional<Runnable> slowness() {
    proxy.delay(Duration.ofMillis(150));
    return Optional.of(() -> proxy.delay(Duration.ZERO));
  }

  @Override
  public List<Fault> faults() {
    Mishaps mishaps = new Mishaps(server, proxy);
    return List.of(
        new Fault("the server is killed and started again", MOMENT, mishaps::killed),
        new Fault("the server is stopped and started again", MOMENT, mishaps::stopped),
        new Fault("the server freezes", WHILE, mishaps::frozen),
        new Fault("an administrator ends every session", Duration.ofMillis(10), this::endSessions),
        new Fault("connections are cut", Duration.ofMillis(10), mishaps::cut),
        new Fault("no byte passes", WHILE, () -> mishaps.swallowing(Mode.SWALLOW)),
        new Fault(
            "no byte reaches the server", WHILE, () -> mishaps.swallowing(Mode.SWALLOW_REQUESTS)),
        new Fault(
            "no byte comes from the server", WHILE, () -> mishaps.swallowing(Mode.SWALLOW_ANSWERS)),
        new Fault("everything is late", WHILE, mishaps::late),
        new Fault(
            "connections are closed as they open", MOMENT, () -> mishaps.refusing(Mode.CLOSE)),
        new Fault("the server talks nonsense", MOMENT, () -> mishaps.refusing(Mode.BABBLE)),
        new Fault("another session locks every table", WHILE, this::lockTopics));
  }

  private Runnable endSessions() {
    plainly(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
    return () -> {};
  }

  private Runnable lockTopics() {
    try {
      Connection other = connect();
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        statement.execute("LOCK TABLE %s.topic IN EXCLUSIVE MODE".formatted(schema));
      }
      return () -> close(other);
    } catch (SQLException e) {
      throw new IllegalStateException("locking", e);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("unlocking", e);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(server.port()));
  }

  private void plainly(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("what a plain client does failed", e);
    }
  }

  @Override
  public Optional<Duration> lease() {
    return Optional.of(LEASE);
  }

  @Override
  public void close() {
    proxy.close();
  }
}
