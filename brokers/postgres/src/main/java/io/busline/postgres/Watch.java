package io.busline.postgres;

import io.busline.error.EventBusException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Notices what other processes commit, for all consumers of a broker at once. While something
 * happens it asks every few milliseconds; when all is quiet, it waits to be notified, and asks
 * every 3 s, since a process may be killed before it notifies, and a pooler between may swallow it.
 *
 * <p>Who commits notifies others afterwards, in a transaction of its own: a notification makes a
 * commit take a lock of the whole database. It does so twice a second at most, because whoever was
 * woken goes on asking for longer than that.
 */
final class Watch implements AutoCloseable {

  private static final int BUSY_MILLIS = 10;

  /** How long to wait for a notification at a time: closing waits as long. */
  private static final int QUIET_MILLIS = 100;

  /** More often, and an instance at rest would cost the server more than a question a second. */
  private static final int QUIET_TIMES = 30;

  /** How long to rest at a time where no notification can come. */
  private static final long DEAF_NANOS = 500_000_000;

  private static final long BUSY_NANOS = 1_000_000_000;

  /** Longer than a transaction usually takes to commit after it has published. */
  private static final long EXPECTING_NANOS = 2 * BUSY_NANOS;

  private static final long RING_NANOS = BUSY_NANOS / 2;

  private static final long AFTER_FAILURE_NANOS = 500_000_000;

  /** Nobody needs the notification after a crash, so no disk is waited for. */
  private static final String NOTIFY =
      "SELECT 1 FROM set_config('synchronous_commit', 'off', true), pg_notify(?, '')";

  private static final System.Logger LOG = System.getLogger(Watch.class.getName());

  private final Database database;
  private final PostgresLogs logs;
  private final TableRegistry registry;
  private final Thread thread;
  private final AtomicLong rangAt = new AtomicLong(System.nanoTime() - RING_NANOS);
  private volatile long expectedUntil = System.nanoTime();
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean closing;
  private boolean failing;
  private long generation = -1;

  Watch(Database database, PostgresLogs logs, TableRegistry registry) {
    this.database = database;
    this.logs = logs;
    this.registry = registry;
    this.thread = new Thread(this::run, "busline-postgres-watch");
    thread.setDaemon(true);
  }

  /** Begins to watch, if nobody has yet. Any thread. */
  void start() {
    if (started.compareAndSet(false, true)) {
      thread.start();
    }
  }

  /** Has other processes look, unless they do anyway. Any thread; blocks for a round trip. */
  void ring() {
    long now = System.nanoTime();
    long before = rangAt.get();
    if (now - before < RING_NANOS || !rangAt.compareAndSet(before, now)) {
      return;
    }
    try {
      database.reading(session -> session.number(NOTIFY, database.channel()));
    } catch (EventBusException e) {
      LOG.log(System.Logger.Level.DEBUG, "Others will look by themselves.", e);
    }
  }

  /**
   * Looks often for a while, and has others do so, because a transaction of the application is
   * about to commit. Any thread; blocks for a round trip.
   */
  void expect() {
    expectedUntil = System.nanoTime() + EXPECTING_NANOS;
    start();
    LockSupport.unpark(thread);
    ring();
  }

  private boolean isExpecting() {
    return expectedUntil - System.nanoTime() > 0;
  }

  private void run() {
    while (!closing) {
      try (Session session = database.open()) {
        if (database.canListen()) {
          session.execute("LISTEN " + database.channel());
        }
        watch(session);
      } catch (SQLException | RuntimeException e) {
        if (!closing) {
          lost(database.explain("watching", e));
        }
      }
    }
  }

  private void watch(Session session) throws SQLException {
    long busyUntil = System.nanoTime() + BUSY_NANOS;
    while (!closing) {
      found();
      if (look(session)) {
        busyUntil = System.nanoTime() + BUSY_NANOS;
        if (isExpecting()) {
          ring();
        }
      }
      boolean busy = busyUntil - System.nanoTime() > 0 || isExpecting();
      if (busy) {
        LockSupport.parkNanos(this, BUSY_MILLIS * 1_000_000L);
      } else {
        rest(session);
      }
    }
  }

  private void rest(Session session) throws SQLException {
    if (!database.canListen()) {
      LockSupport.parkNanos(this, DEAF_NANOS);
      return;
    }
    for (int i = 0; i < QUIET_TIMES && !closing && !isExpecting(); i++) {
      if (session.awaitNotification(QUIET_MILLIS)) {
        return;
      }
    }
  }

  private boolean look(Session session) throws SQLException {
    Map<String, Head> before = Map.copyOf(logs.heads());
    Look look = Look.take(session);
    boolean grown = logs.saw(before, look.heads());
    registry.saw(look.values());
    boolean regrouped = look.generation() != generation;
    generation = look.generation();
    if (regrouped) {
      registry.told();
    }
    return grown || regrouped;
  }

  private void found() {
    if (failing || database.problem().isPresent()) {
      failing = false;
      database.learn(null);
      logs.lost();
    }
  }

  private void lost(EventBusException failure) {
    if (!failing) {
      LOG.log(System.Logger.Level.WARNING, failure.getMessage());
    }
    failing = true;
    database.learn(failure);
    LockSupport.parkNanos(this, AFTER_FAILURE_NANOS);
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    end(thread);
  }

  /** Waits for a thread that was told to end, even if the caller is interrupted. */
  static void end(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
