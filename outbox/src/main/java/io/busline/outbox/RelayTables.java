package io.busline.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a relay reads and writes about events. Its connection commits each statement by itself. */
final class RelayTables {
  private static final int FETCH = 200;

  private final Database database;
  private final Tables tables;
  private final String fence;

  RelayTables(Database database, Tables tables) {
    this.database = database;
    this.tables = tables;
    this.fence =
        "EXISTS (SELECT 1 FROM " + tables.slot() + " WHERE slot = ? AND owner = ? AND epoch = ?)";
  }

  /** What of a slot is to be read: numbers above the first, up to the second. */
  record Range(int slot, long after, long upTo) {}

  /** The last number of each slot that a committed transaction has taken. */
  Map<Integer, Long> counters(Connection connection) throws SQLException {
    Map<Integer, Long> counters = new TreeMap<>();
    try (PreparedStatement select =
            connection.prepareStatement("SELECT slot, seq FROM " + tables.counter());
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        counters.put(rows.getInt(1), rows.getLong(2));
      }
    }
    return counters;
  }

  /** Reads rows by slot and number, as many as asked for at most, or fewer that are large. */
  List<Row> read(Connection connection, List<Range> ranges, int most, long bytes)
      throws SQLException {
    StringBuilder sql = new StringBuilder("SELECT " + Row.COLUMNS + " FROM " + tables.outbox());
    for (int i = 0; i < ranges.size(); i++) {
      sql.append(i == 0 ? " WHERE " : " OR ").append("(slot = ? AND seq > ? AND seq <= ?)");
    }
    sql.append(" ORDER BY slot, seq LIMIT ?");
    try (PreparedStatement select = connection.prepareStatement(sql.toString())) {
      int next = 1;
      for (Range range : ranges) {
        select.setInt(next++, range.slot());
        select.setLong(next++, range.after());
        select.setLong(next++, range.upTo());
      }
      select.setInt(next, most);
      return rows(select, bytes);
    }
  }

  /** Reads rows of one key. */
  List<Row> readKey(Connection connection, Range range, String key, int most) throws SQLException {
    String sql =
        "SELECT "
            + Row.COLUMNS
            + " FROM "
            + tables.outbox()
            + " WHERE slot = ? AND seq > ? AND seq <= ? AND event_key = ? ORDER BY seq LIMIT ?";
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, range.slot());
      select.setLong(2, range.after());
      select.setLong(3, range.upTo());
      select.setString(4, key);
      select.setInt(5, most);
      return rows(select, Long.MAX_VALUE);
    }
  }

  private static List<Row> rows(PreparedStatement select, long bytes) throws SQLException {
    List<Row> read = new ArrayList<>();
    select.setFetchSize(FETCH);
    long left = bytes;
    try (ResultSet rows = select.executeQuery()) {
      while (left > 0 && rows.next()) {
        Row row = Row.read(rows);
        read.add(row);
        left -= row.bytes();
      }
    }
    return read;
  }

  /**
   * Deletes rows that the broker has confirmed. Needs no fence: whoever owns the slot meanwhile,
   * the event is published, and without its row it is not published once more. Nor need it be
   * synced to disk: if the deletion is lost, the event comes once more.
   */
  void delete(Connection connection, Collection<Row> confirmed) throws SQLException {
    String sql = "DELETE FROM " + tables.outbox() + " WHERE slot = ? AND seq BETWEEN ? AND ?";
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        PreparedStatement delete = connection.prepareStatement(sql)) {
      if (database == Database.POSTGRESQL) {
        statement.execute("SET LOCAL synchronous_commit TO OFF");
      }
      for (Range range : ranges(confirmed)) {
        delete.setInt(1, range.slot());
        delete.setLong(2, range.after() + 1);
        delete.setLong(3, range.upTo());
        delete.addBatch();
      }
      delete.executeBatch();
      connection.commit();
    } catch (SQLException e) {
      Rollback.after(e, connection);
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Neighbours together: most of a slot's events are confirmed in order. */
  static List<Range> ranges(Collection<Row> rows) {
    Map<Integer, List<Long>> bySlot = new TreeMap<>();
    rows.forEach(
        row -> bySlot.computeIfAbsent(row.slot(), any -> new ArrayList<>()).add(row.seq()));
    List<Range> ranges = new ArrayList<>();
    for (Map.Entry<Integer, List<Long>> slot : bySlot.entrySet()) {
      List<Long> seqs = slot.getValue();
      seqs.sort(null);
      long first = seqs.get(0);
      long last = first;
      for (long seq : seqs) {
        if (seq > last + 1) {
          ranges.add(new Range(slot.getKey(), first - 1, last));
          first = seq;
        }
        last = seq;
      }
      ranges.add(new Range(slot.getKey(), first - 1, last));
    }
    return ranges;
  }

  /** Notes that the broker has refused an event, unless another relay holds the slot by now. */
  void refused(Connection connection, Row row, Held held, String owner, String error)
      throws SQLException {
    String sql =
        "UPDATE "
            + tables.outbox()
            + " SET attempts = ?, error = ? WHERE slot = ? AND seq = ? AND "
            + fence;
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setInt(1, row.attempts());
      update.setString(2, error);
      update.setInt(3, row.slot());
      update.setLong(4, row.seq());
      fence(update, 5, held, owner);
      update.executeUpdate();
    }
  }

  /** Makes a row a dead letter; false if another relay holds the slot by now. */
  boolean bury(Connection connection, Row row, Held held, String owner, Burial burial)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      boolean owned = lock(connection, held, owner);
      if (owned) {
        new Letters(tables).bury(connection, row, burial);
      }
      connection.commit();
      return owned;
    } catch (SQLException e) {
      Rollback.after(e, connection);
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Why, after how many attempts and when an event was given up. */
  record Burial(String error, int attempts, long now) {}

  private boolean lock(Connection connection, Held held, String owner) throws SQLException {
    String sql =
        "UPDATE " + tables.slot() + " SET epoch = epoch WHERE slot = ? AND owner = ? AND epoch = ?";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      fence(update, 1, held, owner);
      return update.executeUpdate() == 1;
    }
  }

  private static void fence(PreparedStatement statement, int from, Held held, String owner)
      throws SQLException {
    statement.setInt(from, held.slot());
    statement.setString(from + 1, owner);
    statement.setLong(from + 2, held.epoch());
  }
}
