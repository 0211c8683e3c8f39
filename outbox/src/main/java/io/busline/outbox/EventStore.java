package io.busline.outbox;

import io.busline.PreparedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stores events in a caller's transaction. Each gets the next number of its slot from a row that
 * stays locked until the transaction ends: so the order of the numbers is the order of the commits,
 * and a rollback gives its number back. Slots are locked in one order, so that transactions which
 * publish to several never wait for each other in a circle. Safe for use by all threads.
 */
final class EventStore implements Store {
  private final Database database;
  private final Slots slots;
  private final @Nullable CountedInsert countedInsert;
  private final String count;
  private final String insert;

  EventStore(Database database, Tables tables, Slots slots, @Nullable CountedInsert countedInsert) {
    this.database = database;
    this.slots = slots;
    this.countedInsert = countedInsert;
    this.count = "UPDATE " + tables.counter() + " SET seq = seq + ? WHERE slot = ?";
    this.insert =
        "INSERT INTO "
            + tables.outbox()
            + " ("
            + Row.COLUMNS
            + ") VALUES (?, (SELECT seq FROM "
            + tables.counter()
            + " WHERE slot = ?) - ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  }

  @Override
  public void store(Connection connection, List<PreparedEvent> events, long now)
      throws SQLException {
    store(connection, events, now, false);
  }

  @Override
  public void storeLast(Connection connection, List<PreparedEvent> events, long now)
      throws SQLException {
    store(connection, events, now, true);
  }

  private void store(Connection connection, List<PreparedEvent> events, long now, boolean last)
      throws SQLException {
    if (events.size() == 1) {
      // If it fails, a number is missing at most, which harms nobody.
      PreparedEvent only = events.get(0);
      storeOne(connection, slots.of(only.event().keyOrNull()), only, now, last);
    } else if (database.failsWhole()) {
      storeEach(connection, bySlot(events), now);
    } else {
      // Elsewhere a caller that goes on after a failure would commit a part.
      Savepoint before = connection.setSavepoint();
      try {
        storeEach(connection, bySlot(events), now);
      } catch (SQLException e) {
        undo(connection, before, e);
        throw e;
      }
      connection.releaseSavepoint(before);
    }
  }

  private Map<Integer, List<PreparedEvent>> bySlot(List<PreparedEvent> events) {
    Map<Integer, List<PreparedEvent>> bySlot = new TreeMap<>();
    for (PreparedEvent event : events) {
      int slot = slots.of(event.event().keyOrNull());
      bySlot.computeIfAbsent(slot, any -> new ArrayList<>(1)).add(event);
    }
    return bySlot;
  }

  private static void undo(Connection connection, Savepoint before, SQLException why) {
    try {
      connection.rollback(before);
    } catch (SQLException e) {
      // A deadlock has ended the whole transaction, and the savepoint with it.
      why.addSuppressed(e);
    }
  }

  private void storeEach(Connection connection, Map<Integer, List<PreparedEvent>> bySlot, long now)
      throws SQLException {
    for (Map.Entry<Integer, List<PreparedEvent>> each : bySlot.entrySet()) {
      if (each.getValue().size() == 1) {
        storeOne(connection, each.getKey(), each.getValue().get(0), now, false);
      } else {
        storeSeveral(connection, each.getKey(), each.getValue(), now);
      }
    }
  }

  private void storeOne(
      Connection connection, int slot, PreparedEvent event, long now, boolean last)
      throws SQLException {
    if (countedInsert == null) {
      storeSeveral(connection, slot, List.of(event), now);
    } else {
      countedInsert.store(connection, slot, event, now, last);
    }
  }

  private void storeSeveral(Connection connection, int slot, List<PreparedEvent> events, long now)
      throws SQLException {
    try (PreparedStatement counting = connection.prepareStatement(count)) {
      counting.setInt(1, events.size());
      counting.setInt(2, slot);
      requireSlot(counting.executeUpdate(), slot);
    }
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      for (int i = 0; i < events.size(); i++) {
        statement.setInt(1, slot);
        statement.setInt(2, slot);
        statement.setInt(3, events.size() - 1 - i);
        Row.write(statement, 4, events.get(i), now);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static void requireSlot(int rows, int slot) throws SQLException {
    if (rows != 1) {
      throw noCounter(slot, null);
    }
  }

  static SQLException noCounter(int slot, @Nullable SQLException cause) {
    return new SQLException(
        "the outbox has no row that counts slot %d. Make the tables anew, or give back the row"
            .formatted(slot),
        cause);
  }
}
