package io.busline.sqlite;

import io.busline.spi.TimeSource;
import io.busline.spi.log.LeasedLogs;
import io.busline.spi.log.LeasedLogs.Group;
import io.busline.spi.log.LogInfo;
import io.busline.spi.log.LogStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deletes events that are old and that every live group has handled; gives free pages back. Runs in
 * the writer's thread when it has nothing else to do, a little at a time.
 *
 * <p>Old is told by the {@link FileAge}, not by the wall clock: one that was set wrong must not
 * delete anything.
 */
final class Retention {

  /** A topic's turn: as many events as are deleted in some milliseconds. */
  static final int CHUNK = 400;

  /** Pages given back in one transaction, for the same reason. */
  private static final int PAGES = 200;

  private final FileAge age;
  private final LogStore logs;
  private final LeasedLogs groups;
  private final long retentionMillis;
  private final List<Floor> due = new ArrayList<>();

  /** Up to where a topic may be cut. */
  private record Floor(String topic, long position) {}

  Retention(TimeSource time, Duration retention, LogStore logs, LeasedLogs groups) {
    this.age = new FileAge(time, retention);
    this.logs = logs;
    this.groups = groups;
    this.retentionMillis = retention.toMillis();
  }

  /** Writes nothing of meaning, to see whether it can be written. */
  static boolean touch(Session session) throws SQLException {
    return session.update("UPDATE bus SET tended_at = tended_at") > 0;
  }

  /** Does a little; returns in how many nanoseconds to come again. */
  long tend(Session session) throws SQLException {
    if (!due.isEmpty()) {
      if (cut(session, due.get(due.size() - 1)) < CHUNK) {
        due.remove(due.size() - 1);
      }
      return 0;
    }
    if (giveBackPages(session)) {
      return 0;
    }
    session.beginWrite();
    boolean mine = age.advance(session);
    session.commit();
    if (mine) {
      plan(session);
    }
    return due.isEmpty() ? age.everyNanos() : 0;
  }

  private static int cut(Session session, Floor floor) throws SQLException {
    session.beginWrite();
    EventLog.deleting(session, floor.topic(), floor.position());
    int deleted =
        session.update(
            "DELETE FROM event WHERE seq IN (SELECT seq FROM event INDEXED BY event_order"
                + " WHERE topic = (SELECT id FROM topic WHERE name = ?) AND seq <= ?"
                + " ORDER BY seq LIMIT ?)",
            floor.topic(),
            floor.position(),
            CHUNK);
    session.commit();
    return deleted;
  }

  private static boolean giveBackPages(Session session) throws SQLException {
    if (session.number("PRAGMA freelist_count") < PAGES) {
      return false;
    }
    session.execute("PRAGMA incremental_vacuum(" + PAGES + ")");
    return true;
  }

  /** Finds the topics with something old, and what live groups still need of them. */
  private void plan(Session session) throws SQLException {
    long old = age.before(session, retentionMillis);
    List<String> topics =
        session.list(
            "SELECT name FROM topic t WHERE EXISTS (SELECT 1 FROM event INDEXED BY event_order"
                + " WHERE topic = t.id AND seq <= ?)",
            row -> row.getString(1),
            old);
    Map<String, Long> floors = new HashMap<>();
    topics.forEach(topic -> floors.put(topic, old));
    for (Group group : topics.isEmpty() ? List.<Group>of() : groups.groups()) {
      if (age.isRecent(session, groups.keys(group), retentionMillis)) {
        for (LogInfo log : logs.find(group.interests())) {
          floors.computeIfPresent(
              log.name(), (topic, floor) -> Math.min(floor, groups.position(group, log)));
        }
      }
    }
    floors.forEach((topic, position) -> due.add(new Floor(topic, position)));
  }
}
