package io.busline.sqlite;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Notices what other processes commit. SQLite tells nobody, so it is asked, for all consumers of a
 * broker at once, whether the file has changed: a look at shared memory, without reading the file.
 */
final class Watch implements AutoCloseable {

  /**
   * How often to look while something happens, and after how long and how seldom otherwise. A look
   * takes some 50 to 100 µs with its wake-up, so this costs 1 to 2 % of a core or a quarter of it;
   * an event of another process waits half an interval on average. Other processes do not share the
   * bus's clock, so this time is the machine's.
   */
  private static final long INTERVAL_NANOS = 5_000_000;

  private static final int QUIET_LOOKS = 1_000;

  private static final long QUIET_INTERVAL_NANOS = 20_000_000;

  private static final long AFTER_FAILURE_NANOS = 1_000_000_000;

  private static final System.Logger LOG = System.getLogger(Watch.class.getName());

  private final Database database;
  private final Told told;
  private final Consumer<Growth> news;
  private final Runnable regroup;
  private final Thread thread;
  private volatile boolean closing;
  private long version;
  private long generation;
  private int quiet;

  Watch(Database database, Told told, Consumer<Growth> news, Runnable regroup) {
    this.database = database;
    this.told = told;
    this.news = news;
    this.regroup = regroup;
    this.thread = new Thread(this::run, "busline-sqlite-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!closing) {
      try (Session session = database.open()) {
        distrust(session);
        while (!closing) {
          quiet = look(session) ? 0 : quiet + 1;
          LockSupport.parkNanos(this, quiet < QUIET_LOOKS ? INTERVAL_NANOS : QUIET_INTERVAL_NANOS);
        }
      } catch (SQLException | RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, database.explain("watching", e).getMessage());
        LockSupport.parkNanos(this, AFTER_FAILURE_NANOS);
      }
    }
  }

  /** Has all consumers look for what came before. */
  private void distrust(Session session) throws SQLException {
    version = -1;
    generation = -1;
    long end = EventLog.end(session);
    List<String> topics = session.list("SELECT name FROM topic", row -> row.getString(1));
    news.accept(new Growth(Set.copyOf(topics), 0, end));
  }

  /** Looks once; returns whether there was something for a consumer. */
  private boolean look(Session session) throws SQLException {
    long versionNow = session.number("PRAGMA data_version");
    if (versionNow == version) {
      return false;
    }
    long generationNow = session.number("SELECT generation FROM bus");
    Growth growth = growth(session, told.through());
    version = versionNow;
    boolean regrouped = generationNow != generation;
    generation = generationNow;
    news.accept(growth);
    if (regrouped) {
      regroup.run();
    }
    return regrouped || !growth.topics().isEmpty();
  }

  /**
   * What is new after a place. Reads the log itself, in its order, and nothing before the place.
   */
  private static Growth growth(Session session, long after) throws SQLException {
    Set<String> topics = new HashSet<>();
    long[] through = {after};
    session.each(
        "SELECT name, newest FROM (SELECT topic, max(seq) AS newest FROM event NOT INDEXED"
            + " WHERE seq > ? GROUP BY topic) JOIN topic ON id = topic",
        row -> {
          topics.add(row.getString(1));
          through[0] = Math.max(through[0], row.getLong(2));
        },
        after);
    return new Growth(topics, after, through[0]);
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
