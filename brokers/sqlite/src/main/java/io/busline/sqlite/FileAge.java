package io.busline.sqlite;

import io.busline.spi.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * A clock of the file itself: how long it has been in use. It advances with the wall clock while
 * some process has the file open, and by a bounded step however far the wall clock jumps, or while
 * nobody had the file open. So a clock that was set wrong makes nothing old. Used by the writer's
 * thread.
 */
final class FileAge {

  private static final Duration EVERY = Duration.ofMinutes(5);

  /** With a retention of seconds, which only tests have, it is not worth looking all the time. */
  private static final Duration EVERY_AT_LEAST = Duration.ofSeconds(1);

  /** A job that runs once an hour keeps its events no longer than one that always runs. */
  private static final Duration LONGEST_STEP = Duration.ofHours(1);

  private final TimeSource time;
  private final long everyMillis;
  private final long longestStepMillis;

  FileAge(TimeSource time, Duration retention) {
    this.time = time;
    this.everyMillis =
        Math.max(EVERY_AT_LEAST.toMillis(), Math.min(EVERY.toMillis(), retention.toMillis() / 10));
    this.longestStepMillis =
        Math.max(2 * everyMillis, Math.min(LONGEST_STEP.toMillis(), retention.toMillis() / 7));
  }

  /** How often it is to be advanced. */
  long everyNanos() {
    return Duration.ofMillis(everyMillis).toNanos();
  }

  /** Advances it if no other process has just done so; returns whether it did. */
  boolean advance(Session session) throws SQLException {
    long now = time.now().toEpochMilli();
    long before = session.number("SELECT tended_at FROM bus");
    if (before != 0 && now >= before && now - before < everyMillis) {
      return false;
    }
    long step = before == 0 ? 0 : Math.max(0, Math.min(now - before, longestStepMillis));
    session.update("UPDATE bus SET tended_at = ?, age = age + ?", now, step);
    session.update(
        "INSERT INTO age_mark SELECT age, ? FROM bus WHERE EXISTS (SELECT 1 FROM topic)"
            + " ON CONFLICT DO UPDATE SET seq = excluded.seq",
        EventLog.end(session));
    return true;
  }

  /**
   * The position of the last event that is older than a time; 0 if none is. Forgets older marks.
   */
  long before(Session session, long millis) throws SQLException {
    long position =
        session.number(
            "SELECT max(seq) FROM age_mark WHERE age <= (SELECT age FROM bus) - ?", millis);
    session.update("DELETE FROM age_mark WHERE seq < ?", position);
    return position;
  }

  /**
   * Whether something of the registry was written within a time.
   *
   * @param keys its key, or what several keys begin with, ending with a dot
   */
  boolean isRecent(Session session, List<String> keys, long millis) throws SQLException {
    long newest = -1;
    for (String key : keys) {
      newest =
          Math.max(
              newest,
              session.number(
                  "SELECT coalesce(max(age), -1) FROM registry WHERE key >= ? AND key < ?",
                  key,
                  key.endsWith(".") ? TableRegistry.endOf(key) : key + '\0'));
    }
    return newest >= 0 && newest >= session.number("SELECT age FROM bus") - millis;
  }
}
