package io.busline.outbox;

import io.busline.outbox.RelayTables.Range;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the events of the slots that a relay holds, in the order of their numbers. A number is
 * committed when its counter says so, and no lower one can come later. For the relay's thread.
 */
final class Reading {
  /** How many slots are asked for at once. */
  private static final int SLOTS_AT_ONCE = 16;

  private final RelayTables tables;
  private final Membership membership;
  private final Lanes lanes;

  /** How far each slot was read, in which holding of it. */
  private final Map<Integer, Place> places = new HashMap<>();

  private record Place(long epoch, long readTo) {}

  Reading(RelayTables tables, Membership membership, Lanes lanes) {
    this.tables = tables;
    this.membership = membership;
    this.lanes = lanes;
  }

  /** Whether a slot is to be given up as soon as nothing of it is under way. */
  boolean hasToLetGo() {
    return !membership.leaving().isEmpty();
  }

  private boolean isLost(int slot, Place place) {
    Held now = membership.held().get(slot);
    return now == null || now.epoch() != place.epoch();
  }

  /** Follows what the relay holds: forgets what it has lost, and gives up what it is to leave. */
  void follow(Connection connection) throws SQLException {
    Map<Integer, Held> held = membership.held();
    for (Map.Entry<Integer, Place> each : Map.copyOf(places).entrySet()) {
      int slot = each.getKey();
      if (membership.leaving().contains(slot) || isLost(slot, each.getValue())) {
        lanes.drop(slot);
        places.remove(slot);
      }
    }
    for (Held each : held.values()) {
      if (!membership.leaving().contains(each.slot())) {
        places.putIfAbsent(each.slot(), new Place(each.epoch(), 0));
      } else if (!lanes.isBusy(each.slot())) {
        membership.giveUp(connection, each.slot());
      }
    }
  }

  /** Reads what there is room for; whether there was anything, or may be more. */
  boolean read(Connection connection) throws SQLException {
    boolean leftOut = readLeftOut(connection);
    if (!lanes.hasRoom()) {
      return true;
    }
    Map<Integer, Long> counters = tables.counters(connection);
    List<Range> news = new ArrayList<>();
    places.forEach(
        (slot, place) -> {
          long last = counters.getOrDefault(slot, 0L);
          if (last > place.readTo()) {
            news.add(new Range(slot, place.readTo(), last));
          }
        });
    for (int from = 0; from < news.size() && lanes.hasRoom(); from += SLOTS_AT_ONCE) {
      read(connection, news.subList(from, Math.min(news.size(), from + SLOTS_AT_ONCE)));
    }
    return leftOut || !news.isEmpty();
  }

  private void read(Connection connection, List<Range> ranges) throws SQLException {
    List<Row> rows =
        tables.read(
            connection, ranges, RelaySettings.BATCH, RelaySettings.MAX_UNANSWERED_BYTES / 4);
    rows.forEach(lanes::add);
    boolean cut = rows.size() >= RelaySettings.BATCH || isLarge(rows);
    Row last = cut ? rows.get(rows.size() - 1) : null;
    for (Range range : ranges) {
      if (last == null || range.slot() < last.slot()) {
        readTo(range.slot(), range.upTo());
      } else if (range.slot() == last.slot()) {
        readTo(range.slot(), last.seq());
      }
    }
  }

  private static boolean isLarge(List<Row> rows) {
    return rows.stream().mapToLong(Row::bytes).sum() >= RelaySettings.MAX_UNANSWERED_BYTES / 4;
  }

  private void readTo(int slot, long seq) {
    places.computeIfPresent(slot, (any, place) -> new Place(place.epoch(), seq));
  }

  /** Reads again what there was no room for; whether there was anything. */
  private boolean readLeftOut(Connection connection) throws SQLException {
    List<Lane> wanting = lanes.wantingMore();
    for (Lane lane : wanting) {
      Place place = places.get(lane.slot);
      String key = lane.key;
      if (place != null && key != null) {
        int most = RelaySettings.MAX_HELD_OF_KEY / 2;
        Range range = new Range(lane.slot, lane.leftOutAfter, place.readTo());
        List<Row> rows = tables.readKey(connection, range, key, most);
        lanes.addLeftOut(lane, rows, rows.size() == most);
      }
    }
    return !wanting.isEmpty();
  }
}
