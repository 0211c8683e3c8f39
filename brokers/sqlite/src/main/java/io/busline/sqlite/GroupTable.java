package io.busline.sqlite;

import io.busline.event.StartPosition;
import io.busline.spi.Interests;
import io.busline.spi.Ledger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What the file knows of groups: where they began, who is a member, who owns which slots. */
final class GroupTable {

  private GroupTable() {}

  /**
   * A member of a group.
   *
   * @param id never given again, so that it fences what a late member writes
   * @param instance the process it is in
   * @param seenAt when it last gave a sign of life, by the wall clock, in milliseconds
   * @param busy whether it has no room for more, and has had none for long
   */
  record Member(long id, Instance instance, long seenAt, boolean busy) {
    boolean isSurelyDead() {
      return instance.isSurelyDead();
    }

    Member asBusy(boolean now) {
      return new Member(id, instance, seenAt, now);
    }
  }

  /** Finds a group, or founds it; returns its id. */
  static long group(Session session, String name, Interests interests, StartPosition from, long now)
      throws SQLException {
    if (session.number("SELECT count(*) FROM consumer_group WHERE name = ?", name) == 0) {
      session.update(
          "INSERT INTO consumer_group (name, interests, start_seq, seen_at) VALUES (?, '', ?, 0)",
          name,
          startAfter(session, from));
      for (int slot = 0; slot < Slots.COUNT; slot++) {
        session.update("INSERT INTO slot (group_id, slot) VALUES (last_insert_rowid(), ?)", slot);
      }
    }
    session.update(
        "UPDATE consumer_group SET interests = ?, seen_at = ? WHERE name = ?",
        interests.toString(),
        now,
        name);
    return session.number("SELECT id FROM consumer_group WHERE name = ?", name);
  }

  /** The place after which a start position begins. */
  static long startAfter(Session session, StartPosition from) throws SQLException {
    if (from instanceof StartPosition.Earliest) {
      return 0;
    }
    long end = EventLog.end(session);
    return from instanceof StartPosition.At at ? lastBefore(session, at.time(), end) : end;
  }

  /** Finds by halves: times of storing follow the places, but for a clock that was set back. */
  private static long lastBefore(Session session, Instant time, long end) throws SQLException {
    long millis = time.plusNanos(999_999).toEpochMilli();
    long before = 0;
    long after = end;
    while (before < after) {
      long middle = before + (after - before + 1) / 2;
      long storedAt =
          session.number(
              "SELECT stored_at FROM event WHERE seq <= ? ORDER BY seq DESC LIMIT 1", middle);
      if (storedAt < millis) {
        before = middle;
      } else {
        after = middle - 1;
      }
    }
    return before;
  }

  static long add(Session session, long group, String client, Instance self, long now)
      throws SQLException {
    session.update(
        "INSERT INTO member (group_id, client, place, pid, started, seen_at)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        group,
        client,
        self.place(),
        self.pid(),
        self.started(),
        now);
    return session.number("SELECT last_insert_rowid()");
  }

  /** The members, the oldest first. */
  static List<Member> members(Session session, long group) throws SQLException {
    return session.list(
        "SELECT id, place, pid, started, seen_at, busy FROM member WHERE group_id = ? ORDER BY id",
        row ->
            new Member(
                row.getLong(1),
                new Instance(row.getString(2), row.getLong(3), row.getLong(4)),
                row.getLong(5),
                row.getInt(6) != 0),
        group);
  }

  /** Removes members that are dead, unless they have given a sign of life since. */
  static void bury(Session session, long group, List<Member> dead) throws SQLException {
    for (Member member : dead) {
      int buried =
          session.update(
              "DELETE FROM member WHERE id = ? AND seen_at = ?", member.id(), member.seenAt());
      if (buried > 0) {
        session.update(
            "UPDATE slot SET owner = NULL, crashed_seq = ? WHERE group_id = ? AND owner = ?",
            EventLog.end(session),
            group,
            member.id());
      }
    }
  }

  /** Has a member give up slots. */
  static void giveUp(Session session, long group, long member, int slots) throws SQLException {
    session.update(
        "UPDATE slot SET owner = NULL, crashed_seq = 0"
            + " WHERE group_id = ? AND owner = ? AND (? >> slot) & 1",
        group,
        member,
        slots & 0xFFFF_FFFFL);
  }

  static boolean hasFreeSlots(Session session, long group) throws SQLException {
    return session.number("SELECT count(*) FROM slot WHERE group_id = ? AND owner IS NULL", group)
        > 0;
  }

  /** Has a member take free slots, up to its fair share. */
  static void take(Session session, long group, long member) throws SQLException {
    session.update(
        "UPDATE slot SET owner = ?1 WHERE group_id = ?2 AND slot IN"
            + " (SELECT slot FROM slot WHERE group_id = ?2 AND owner IS NULL ORDER BY slot"
            + " LIMIT max(0, ?3 - (SELECT count(*) FROM slot WHERE group_id = ?2 AND owner = ?1)))",
        member,
        group,
        share(members(session, group), member));
  }

  /**
   * How many slots are a member's fair share. Who is busy gives way to who is not; the older get
   * what cannot be divided evenly.
   */
  static int share(List<Member> members, long member) {
    List<Long> ready = members.stream().filter(m -> !m.busy()).map(Member::id).toList();
    List<Long> sharing = ready.isEmpty() ? members.stream().map(Member::id).toList() : ready;
    int rank = sharing.indexOf(member);
    return rank < 0
        ? 0
        : Slots.COUNT / sharing.size() + (rank < Slots.COUNT % sharing.size() ? 1 : 0);
  }

  /** Makes all consumers look at their slots. */
  static boolean changed(Session session) throws SQLException {
    return session.update("UPDATE bus SET generation = generation + 1") > 0;
  }

  static long generation(Session session) throws SQLException {
    return session.number("SELECT generation FROM bus");
  }
}
