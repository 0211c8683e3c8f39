package io.busline.outbox;

import io.busline.outbox.MembershipTables.Holding;
import io.busline.spi.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The share of one relay in the slots. Each relay gives signs of life, and has what it holds in the
 * database. Whoever sees no sign of another for a lease, by its own clock, removes it and frees its
 * slots; no clock is compared with another. Slots are never taken from the living: a relay with
 * more than its share finishes what is open in some, and gives them up. For the relay's thread.
 */
final class Membership {
  private static final long HUNGRY_NANOS = 1_000_000_000;

  private final MembershipTables tables;
  private final String relay;
  private final String host;
  private final long leaseNanos;
  private final TimeSource time;

  /** The last sign of each other relay, and when it was first seen here. */
  private final Map<String, Sign> others = new HashMap<>();

  private Map<Integer, Held> held = Map.of();
  private Set<Integer> leaving = Set.of();
  private boolean known;
  private boolean hungry;
  private long lastBeat;
  private long due;

  private record Sign(long beat, long since) {}

  Membership(Tables tables, String relay, String host, long leaseNanos, TimeSource time) {
    this.tables = new MembershipTables(tables);
    this.relay = relay;
    this.host = host;
    this.leaseNanos = leaseNanos;
    this.time = time;
    this.due = time.nanos();
    this.lastBeat = due - leaseNanos;
  }

  /** The slots that it holds, those it is about to give up too. */
  Map<Integer, Held> held() {
    return held;
  }

  /**
   * Whether an event of a slot may be sent now: not from a slot that is to be given up, and not
   * when half the lease has passed without a sign of life, since others may soon believe that this
   * relay is dead.
   */
  boolean maySend(int slot, long now) {
    return now - lastBeat < leaseNanos / 2 && held.containsKey(slot) && !leaving.contains(slot);
  }

  /** Slots to give up as soon as nothing of them waits for an answer. */
  Set<Integer> leaving() {
    return leaving;
  }

  long due() {
    return due;
  }

  /** Gives a sign of life, and looks at the others. */
  void beat(Connection connection) throws SQLException {
    long now = time.nanos();
    due = now + (hungry ? Math.min(HUNGRY_NANOS, leaseNanos / 3) : leaseNanos / 3);
    long wall = time.now().toEpochMilli();
    if (!tables.beat(connection, relay, wall)) {
      // Others have taken it for dead, or it has just begun.
      held = Map.of();
      tables.enter(connection, relay, host, wall);
    }
    known = true;
    lastBeat = now;
    Set<String> alive = alive(connection, now);
    List<Holding> all = tables.holdings(connection);
    share(connection, all, alive);
  }

  /** The relays that live, this one too; the dead ones are removed. */
  private Set<String> alive(Connection connection, long now) throws SQLException {
    Map<String, Long> beats = tables.beats(connection);
    others.keySet().retainAll(beats.keySet());
    Set<String> alive = new HashSet<>(Set.of(relay));
    for (Map.Entry<String, Long> each : beats.entrySet()) {
      Sign seen = others.get(each.getKey());
      if (seen == null || seen.beat() != each.getValue()) {
        others.put(each.getKey(), new Sign(each.getValue(), now));
      }
      boolean silent =
          seen != null && seen.beat() == each.getValue() && now - seen.since() >= leaseNanos;
      boolean other = !each.getKey().equals(relay);
      if (!(silent && other && tables.remove(connection, each.getKey(), each.getValue()))) {
        alive.add(each.getKey());
      }
    }
    return alive;
  }

  private void share(Connection connection, List<Holding> all, Set<String> alive)
      throws SQLException {
    int fair = (all.size() + alive.size() - 1) / alive.size();
    Map<Integer, Held> mine = new HashMap<>();
    List<Holding> free = new ArrayList<>();
    for (Holding holding : all) {
      if (relay.equals(holding.owner())) {
        mine.put(holding.slot(), new Held(holding.slot(), holding.epoch()));
      } else if (holding.owner() == null || !alive.contains(holding.owner())) {
        free.add(holding);
      }
    }
    for (Holding each : free) {
      if (mine.size() < fair && tables.take(connection, each, relay)) {
        mine.put(each.slot(), new Held(each.slot(), each.epoch() + 1));
      }
    }
    hungry = mine.size() < all.size() / alive.size();
    held = Map.copyOf(mine);
    leaving = beyond(fair);
  }

  private Set<Integer> beyond(int fair) {
    Set<Integer> beyond = new HashSet<>();
    held.keySet().stream().sorted().skip(fair).forEach(beyond::add);
    return beyond;
  }

  /** Nothing of a slot is open any more. */
  void giveUp(Connection connection, int slot) throws SQLException {
    Held given = held.get(slot);
    if (given != null) {
      tables.giveUp(connection, given);
      Map<Integer, Held> rest = new HashMap<>(held);
      rest.remove(slot);
      held = Map.copyOf(rest);
    }
  }

  /** Leaves for good. */
  void leave(Connection connection) throws SQLException {
    if (known) {
      tables.leave(connection, relay);
      held = Map.of();
    }
  }
}
