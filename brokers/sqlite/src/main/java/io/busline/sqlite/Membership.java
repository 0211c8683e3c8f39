package io.busline.sqlite;

import io.busline.event.StartPosition;
import io.busline.spi.Interests;
import io.busline.spi.Ledger;
import io.busline.spi.TimeSource;
import io.busline.sqlite.GroupTable.Member;
import io.busline.sqlite.Writer.Work;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One instance's place in a group: which slots it owns, and how it and the others come to a fair
 * share. Slots are taken from nobody alive: who owns too many stops reading some until nothing of
 * them is open, and gives them up. Used by the consumer's thread; what writes runs in the writer's.
 */
final class Membership {

  private final SqliteBroker broker;
  private final TimeSource time;
  private final String name;
  private final Interests interests;
  private final long leaseNanos;
  private final Map<Long, Sighting> sightings = new HashMap<>();
  private final long[] crashed = new long[Slots.COUNT];

  private long group;
  private long start;
  private long id;
  private long generation;
  private int owned;
  private int draining;
  private long drainUntil;
  private long drainAgain;

  /**
   * What was seen of another member.
   *
   * @param seenAt its own last sign of life
   * @param silentNanos how long it has been silent since
   * @param lookedAt when we looked last
   */
  private record Sighting(long seenAt, long silentNanos, long lookedAt) {}

  /** Joins a group; owns nothing until a reload. */
  Membership(SqliteBroker broker, String name, Interests interests, StartPosition from) {
    this.broker = broker;
    this.time = broker.time();
    this.name = name;
    this.interests = interests;
    this.leaseNanos = broker.settings().lease().toNanos();
    this.drainAgain = time.nanos();
    join(from);
  }

  /** Joins again after having been taken for dead. */
  void rejoin() {
    owned = 0;
    draining = 0;
    sightings.clear();
    join(StartPosition.latest());
  }

  private void join(StartPosition from) {
    long now = time.now().toEpochMilli();
    broker
        .writer()
        .now(
            session -> {
              group = GroupTable.group(session, name, interests, from, now);
              start = session.number("SELECT start_seq FROM consumer_group WHERE id = ?", group);
              List<Member> members = GroupTable.members(session, group);
              id = GroupTable.add(session, group, broker.client(), Instance.current(), now);
              GroupTable.bury(
                  session, group, members.stream().filter(Member::isSurelyDead).toList());
              GroupTable.take(session, group, id);
              return GroupTable.changed(session);
            });
  }

  long group() {
    return group;
  }

  /** The place after which the group began. */
  long start() {
    return start;
  }

  int owned() {
    return owned;
  }

  /** The slots to read on. */
  int readable() {
    return owned & ~draining;
  }

  boolean isDraining() {
    return draining != 0;
  }

  /** Up to where events of a slot may have been in work when an owner of it was lost; 0 if none. */
  long crashed(int slot) {
    return crashed[slot];
  }

  /** Gives a sign of life, in the writer's thread. */
  void signOfLife(Session session) throws SQLException {
    session.update("UPDATE member SET seen_at = ? WHERE id = ?", time.now().toEpochMilli(), id);
  }

  /** The slots this member owns as the file has it: what it may still write about. */
  int fence(Session session) throws SQLException {
    return (int)
        session.number(
            "SELECT sum(1 << slot) FROM slot WHERE group_id = ? AND owner = ?", group, id);
  }

  /** What the group has done of a topic, by the file. */
  Ledger ledger(Session session, long topic) throws SQLException {
    PreparedStatement select =
        session.statement("SELECT position, state FROM progress WHERE group_id = ? AND topic = ?");
    select.setLong(1, group);
    select.setLong(2, topic);
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? Ledger.decode(row.getLong(1), row.getBytes(2))
          : Ledger.startingAfter(start);
    }
  }

  /** Whether slots, of whatever group, changed hands since {@link #reload}. */
  boolean isOutdated(Session session) throws SQLException {
    return GroupTable.generation(session) != generation;
  }

  /** Reads what this member owns now; false if it was taken for dead and must join again. */
  boolean reload(Session session) throws SQLException {
    generation = GroupTable.generation(session);
    int before = owned;
    owned = 0;
    session.each(
        "SELECT slot, crashed_seq FROM slot WHERE group_id = ? AND owner = ?",
        row -> {
          int slot = row.getInt(1);
          owned |= 1 << slot;
          crashed[slot] = Slots.contains(before, slot) ? crashed[slot] : row.getLong(2);
        },
        group,
        id);
    draining &= owned;
    return session.number("SELECT count(*) FROM member WHERE id = ?", id) > 0;
  }

  /**
   * Looks after the others and decides what to give up and what to take.
   *
   * @param idle the slots of which nothing is held
   * @param busy whether there has long been no room for more
   * @return what is to be written, or null if all is as it should be
   */
  @Nullable Work<Boolean> plan(Session session, int idle, boolean busy) throws SQLException {
    List<Member> members = GroupTable.members(session, group);
    List<Member> dead = members.stream().filter(this::isDead).toList();
    List<Member> alive =
        members.stream()
            .filter(m -> !dead.contains(m))
            .map(m -> m.id() == id ? m.asBusy(busy) : m)
            .toList();
    int surplus = Integer.bitCount(owned) - GroupTable.share(alive, id);
    int giving = highest(owned & idle, surplus);
    drain(surplus - Integer.bitCount(giving), giving);
    boolean taking = surplus < 0 && GroupTable.hasFreeSlots(session, group);
    if (members.equals(alive) && giving == 0 && !taking) {
      return null;
    }
    return writing -> {
      GroupTable.bury(writing, group, dead);
      writing.update("UPDATE member SET busy = ? WHERE id = ?", busy, id);
      GroupTable.giveUp(writing, group, id, giving);
      GroupTable.take(writing, group, id);
      return GroupTable.changed(writing);
    };
  }

  /** So many of the highest slots: who came first keeps the lowest. */
  private static int highest(int slots, int count) {
    int chosen = 0;
    for (int i = 0; i < count; i++) {
      chosen |= Integer.highestOneBit(slots & ~chosen);
    }
    return chosen;
  }

  /** Stops reading so many slots, but for no longer than a lease at a time: retries can be long. */
  private void drain(int count, int giving) {
    long now = time.nanos();
    if (count <= 0) {
      draining = 0;
    } else if (draining == 0 && now - drainAgain >= 0) {
      draining = highest(owned & ~giving, count);
      drainUntil = now + leaseNanos;
    } else if (draining != 0 && now - drainUntil >= 0) {
      draining = 0;
      drainAgain = now + leaseNanos;
    }
  }

  /**
   * Whether a member is gone. Its silence is measured by our own clock, which nobody sets; and one
   * long gap between two looks counts little, because then we slept as well, maybe with it.
   */
  private boolean isDead(Member member) {
    if (member.id() == id) {
      return false;
    }
    long now = time.nanos();
    Sighting before = sightings.get(member.id());
    long silent =
        before == null || before.seenAt() != member.seenAt()
            ? 0
            : before.silentNanos() + Math.min(now - before.lookedAt(), leaseNanos / 2);
    sightings.put(member.id(), new Sighting(member.seenAt(), silent, now));
    return silent >= leaseNanos || member.isSurelyDead();
  }

  /** Gives everything up, in the writer's thread. */
  boolean leave(Session session) throws SQLException {
    GroupTable.giveUp(session, group, id, Slots.ALL);
    session.update("DELETE FROM member WHERE id = ?", id);
    session.update(
        "UPDATE consumer_group SET seen_at = ? WHERE id = ?", time.now().toEpochMilli(), group);
    return GroupTable.changed(session);
  }
}
