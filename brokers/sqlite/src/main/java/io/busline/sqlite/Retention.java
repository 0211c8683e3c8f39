package io.busline.sqlite;

import io.busline.spi.Interests;
import io.busline.spi.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes events that are old and that every live group has handled; gives free pages back. Runs in
 * the writer's thread when it has nothing else to do, a little at a time.
 */
final class Retention {

  /** A topic's turn: so many events are deleted in some milliseconds. */
  static final int CHUNK = 400;

  /** Pages given back in one transaction, for the same reason. */
  private static final int PAGES = 200;

  private static final Duration EVERY = Duration.ofMinutes(5);

  /** With a retention of seconds, which only tests have, it is not worth looking all the time. */
  private static final Duration EVERY_AT_LEAST = Duration.ofSeconds(1);

  private final TimeSource time;
  private final long retentionMillis;
  private final long everyMillis;
  private final List<Floor> due = new ArrayList<>();

  /** Up to where a topic may be cut. */
  private record Floor(long topic, long seq) {}

  private record Group(long id, long start, Interests interests) {}

  Retention(TimeSource time, Duration retention) {
    this.time = time;
    this.retentionMillis = retention.toMillis();
    this.everyMillis =
        Math.max(EVERY_AT_LEAST.toMillis(), Math.min(EVERY.toMillis(), retentionMillis / 10));
  }

  /** Writes nothing of meaning, to see whether it can be written. */
  static boolean touch(Session session) throws SQLException {
    return session.update("UPDATE bus SET tended_at = tended_at") > 0;
  }

  /** Does a little; returns in how many nanoseconds to come again. */
  long tend(Session session) throws SQLException {
    long now = time.now().toEpochMilli();
    if (!due.isEmpty()) {
      Floor floor = due.get(due.size() - 1);
      if (cut(session, floor, now - retentionMillis) < CHUNK) {
        due.remove(due.size() - 1);
      }
      return 0;
    }
    if (giveBackPages(session)) {
      return 0;
    }
    session.beginWrite();
    int mine =
        session.update(
            "UPDATE bus SET tended_at = ?1 WHERE tended_at NOT BETWEEN ?1 - ?2 AND ?1",
            now,
            everyMillis);
    session.commit();
    if (mine > 0) {
      plan(session, now);
    }
    return due.isEmpty() ? Duration.ofMillis(everyMillis).toNanos() : 0;
  }

  private int cut(Session session, Floor floor, long before) throws SQLException {
    session.beginWrite();
    int deleted =
        session.update(
            "DELETE FROM event WHERE seq IN (SELECT seq FROM"
                + " (SELECT seq, stored_at FROM event INDEXED BY event_order"
                + " WHERE topic = ? AND seq <= ? ORDER BY seq LIMIT ?) WHERE stored_at < ?)",
            floor.topic(),
            floor.seq(),
            CHUNK,
            before);
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
  private void plan(Session session, long now) throws SQLException {
    List<Group> groups =
        session.list(
            "SELECT g.id, g.start_seq, g.interests FROM consumer_group g WHERE"
                + " max(g.seen_at, coalesce((SELECT max(m.seen_at) FROM member m"
                + " WHERE m.group_id = g.id), 0)) >= ?",
            row -> new Group(row.getLong(1), row.getLong(2), Interests.parse(row.getString(3))),
            now - retentionMillis);
    List<Floor> topics =
        session.list(
            "SELECT t.id, t.last_seq FROM topic t WHERE (SELECT stored_at FROM event"
                + " INDEXED BY event_order WHERE topic = t.id ORDER BY seq LIMIT 1) < ?",
            row -> new Floor(row.getLong(1), row.getLong(2)),
            now - retentionMillis);
    for (Floor topic : topics) {
      long seq = topic.seq();
      for (Group group : groups) {
        if (wants(session, group, topic.topic())) {
          seq = Math.min(seq, position(session, group, topic.topic()));
        }
      }
      due.add(new Floor(topic.topic(), seq));
    }
  }

  private static boolean wants(Session session, Group group, long topic) throws SQLException {
    return session
        .list(
            "SELECT t.name, y.name FROM topic t JOIN topic_type ON topic = t.id"
                + " JOIN type y ON type = y.id WHERE t.id = ?",
            row -> group.interests().match(row.getString(1), row.getString(2)),
            topic)
        .contains(true);
  }

  private static long position(Session session, Group group, long topic) throws SQLException {
    return session.number(
        "SELECT coalesce((SELECT position FROM progress WHERE group_id = ?1 AND topic = ?2), ?3)",
        group.id(),
        topic,
        group.start());
  }
}
