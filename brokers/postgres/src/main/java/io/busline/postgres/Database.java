package io.busline.postgres;

import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.error.EventBusException;
import io.busline.spi.Provisioning;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * The database: connects to it, makes or verifies the tables, and answers questions over a few
 * shared sessions. Safe for use by several threads.
 */
final class Database implements AutoCloseable {

  static final int VERSION = 1;

  private static final int OLDEST_SERVER = 130_000;

  /**
   * What the settings of a session say otherwise, for a transaction through a pooler: it hands out
   * sessions of which nobody knows who set what.
   */
  private static final String LIMITS =
      "SELECT set_config('lock_timeout', '4s', true),"
          + " set_config('idle_in_transaction_session_timeout', '3s', true)";

  /** How many questions are asked at once; a server's connections are few. */
  private static final int SESSIONS = 3;

  private final Settings settings;
  private final Failures failures;
  private final Semaphore permits = new Semaphore(SESSIONS);
  private final Deque<Session> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;
  private volatile @Nullable String problem;

  /** Asks something. */
  @FunctionalInterface
  interface Reading<T> {
    T read(Session session) throws SQLException;
  }

  /** Connects for the first time. */
  Database(Settings settings) {
    this.settings = settings;
    this.failures = new Failures(settings.place());
    try (Session session = open()) {
      requireServer(session);
      requireEncoding(session);
      if (settings.topology() != Provisioning.NONE) {
        requireTables(session.transactional());
        session.commit();
      }
    } catch (SQLException e) {
      throw explain("opening", e);
    }
  }

  private static void requireServer(Session session) throws SQLException {
    if (session.number("SELECT current_setting('server_version_num')::int") < OLDEST_SERVER) {
      throw new ConfigurationException(
          "the server is PostgreSQL %s, and at least 13 is needed. Upgrade it"
              .formatted(session.text("SHOW server_version")));
    }
  }

  private void requireEncoding(Session session) throws SQLException {
    String encoding = session.text("SHOW server_encoding");
    if (!encoding.equals("UTF8")) {
      throw new ConfigurationException(
          "%s has the encoding %s, which not every event fits into. Name a database of encoding UTF8"
              .formatted(settings.place(), encoding));
    }
  }

  /** To be called at the beginning of a transaction. */
  void limit(Session session) throws SQLException {
    if (settings.pooled()) {
      session.each(LIMITS, row -> {});
    }
  }

  /** Whether who listens on a session is told what others notify. */
  boolean canListen() {
    return !settings.pooled();
  }

  private void requireTables(Session session) throws SQLException {
    if (hasTables(session)) {
      long version = session.number("SELECT version FROM {bus}");
      if (version != VERSION) {
        throw new ConfigurationException(
            "the tables in schema %s are of version %d, and this Busline knows %d. Upgrade busline-postgres, or name another schema"
                .formatted(settings.schema(), version, VERSION));
      }
    } else if (settings.topology() == Provisioning.VERIFY) {
      throw new ConfigurationException(
          "schema %s of %s has no tables of a bus. Leave out topology=verify, so that they are made"
              .formatted(settings.schema(), settings.place()));
    } else {
      makeTables(session);
    }
  }

  private boolean hasTables(Session session) throws SQLException {
    return session.number(
            "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = ? AND tablename = 'bus'",
            settings.schema())
        > 0;
  }

  private void makeTables(Session session) throws SQLException {
    session.each(
        "SELECT pg_advisory_xact_lock(hashtext(?))", row -> {}, "busline " + settings.schema());
    if (!hasTables(session)) {
      if (session.number(
              "SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = ?", settings.schema())
          == 0) {
        session.execute("CREATE SCHEMA \"" + settings.schema() + "\"");
      }
      session.execute(schema());
    }
  }

  private static String schema() {
    try (InputStream in = Database.class.getResourceAsStream("schema.sql")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading schema.sql from the jar of busline-postgres", e);
    }
  }

  /** Opens a session of the caller's own. */
  Session open() throws SQLException {
    requireOpen();
    Properties properties = settings.properties();
    Connection connection = new Driver().connect(settings.address(), properties);
    return new Session(Objects.requireNonNull(connection), settings.schema());
  }

  private void requireOpen() {
    if (closed) {
      throw new BrokerException(
          "the connection to %s is closed. Open a new bus".formatted(settings.place()));
    }
  }

  /** The channel on which instances say that they have committed something. */
  String channel() {
    return "busline_" + settings.schema();
  }

  /** Refuses to go on while the server is known to be out of reach. Does not block. */
  void requireReachable() {
    requireOpen();
    String found = problem;
    if (found != null) {
      throw new BrokerException(found);
    }
  }

  /** Why the last question had no answer. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** A question was answered, or not. */
  void learn(@Nullable EventBusException failure) {
    problem = failure == null ? null : failure.getMessage();
  }

  /** Asks something on behalf of any thread; blocks. */
  <T> T reading(Reading<T> reading) {
    permits.acquireUninterruptibly();
    try {
      T answer = ask(reading);
      problem = null;
      return answer;
    } catch (SQLException e) {
      EventBusException failure = explain("reading from", e);
      if (Failures.isConnection(e)) {
        learn(failure);
      }
      throw failure;
    } finally {
      permits.release();
    }
  }

  private <T> T ask(Reading<T> reading) throws SQLException {
    Session used = idle.poll();
    if (used != null) {
      try {
        return askOver(used, reading);
      } catch (SQLException e) {
        // A session that nobody used for a while may have been closed by then.
        if (!Failures.isConnection(e)) {
          throw e;
        }
      }
    }
    return askOver(open(), reading);
  }

  private <T> T askOver(Session session, Reading<T> reading) throws SQLException {
    T answer;
    try {
      answer = reading.read(session);
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
    giveBack(session);
    return answer;
  }

  private void giveBack(Session session) {
    idle.push(session);
    if (closed && idle.remove(session)) {
      session.close();
    }
  }

  EventBusException explain(String doing, Throwable e) {
    return failures.explain(doing, e);
  }

  @Override
  public void close() {
    closed = true;
    for (Session session = idle.poll(); session != null; session = idle.poll()) {
      session.close();
    }
  }
}
