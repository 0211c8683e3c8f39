package io.busline.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The dead letters of an outbox: rows that were given up. */
record Letters(Tables tables) {

  /** Moves a row, within the caller's transaction. */
  void bury(Connection connection, Row row, RelayTables.Burial burial) throws SQLException {
    String move =
        "INSERT INTO %s (%s, dead_at) SELECT slot, seq, topic, type, event_id, source, event_key, attributes, data, created_at, ?, ?, ? FROM %s WHERE slot = ? AND seq = ?"
            .formatted(tables.letter(), Row.COLUMNS, tables.outbox());
    try (PreparedStatement insert = connection.prepareStatement(move)) {
      insert.setInt(1, burial.attempts());
      insert.setString(2, burial.error());
      insert.setLong(3, burial.now());
      insert.setInt(4, row.slot());
      insert.setLong(5, row.seq());
      insert.executeUpdate();
    }
    delete(connection, tables.outbox(), row.slot(), row.seq());
  }

  /** Has a letter published again, as the last of its slot; false if there is none. */
  boolean redrive(Connection connection, int slot, long seq) throws SQLException {
    try (PreparedStatement count =
        connection.prepareStatement(
            "UPDATE " + tables.counter() + " SET seq = seq + 1 WHERE slot = ?")) {
      count.setInt(1, slot);
      count.executeUpdate();
    }
    String move =
        "INSERT INTO %s (%s) SELECT l.slot, c.seq, topic, type, event_id, source, event_key, attributes, data, created_at, 0, NULL FROM %s l JOIN %s c ON c.slot = l.slot WHERE l.slot = ? AND l.seq = ?"
            .formatted(tables.outbox(), Row.COLUMNS, tables.letter(), tables.counter());
    try (PreparedStatement insert = connection.prepareStatement(move)) {
      insert.setInt(1, slot);
      insert.setLong(2, seq);
      return insert.executeUpdate() == 1 && delete(connection, slot, seq);
    }
  }

  /** Removes a letter for good; false if there is none. */
  boolean delete(Connection connection, int slot, long seq) throws SQLException {
    return delete(connection, tables.letter(), slot, seq);
  }

  private static boolean delete(Connection connection, String table, int slot, long seq)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM " + table + " WHERE slot = ? AND seq = ?")) {
      delete.setInt(1, slot);
      delete.setLong(2, seq);
      return delete.executeUpdate() == 1;
    }
  }
}
