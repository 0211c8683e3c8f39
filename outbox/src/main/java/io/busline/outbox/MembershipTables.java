package io.busline.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What relays write about themselves and about who holds which slot. */
record MembershipTables(Tables tables) {

  /** Who holds a slot; null if nobody does. */
  record Holding(int slot, @Nullable String owner, long epoch) {}

  /** Gives a sign of life; false if nobody knows this relay, or no more. */
  boolean beat(Connection connection, String relay, long now) throws SQLException {
    String sql = "UPDATE " + tables.relay() + " SET beat = beat + 1, beat_at = ? WHERE id = ?";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, now);
      update.setString(2, relay);
      return update.executeUpdate() == 1;
    }
  }

  void enter(Connection connection, String relay, String host, long now) throws SQLException {
    String sql = "INSERT INTO " + tables.relay() + " (id, host, beat, beat_at) VALUES (?, ?, 0, ?)";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, relay);
      insert.setString(2, host);
      insert.setLong(3, now);
      insert.executeUpdate();
    }
  }

  /** The relays, and how many signs of life each has given. */
  Map<String, Long> beats(Connection connection) throws SQLException {
    Map<String, Long> beats = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, beat FROM " + tables.relay())) {
      while (rows.next()) {
        beats.put(rows.getString(1), rows.getLong(2));
      }
    }
    return beats;
  }

  /** Removes a relay, unless it has given another sign of life meanwhile. */
  boolean remove(Connection connection, String relay, long beat) throws SQLException {
    String sql = "DELETE FROM " + tables.relay() + " WHERE id = ? AND beat = ?";
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setString(1, relay);
      delete.setLong(2, beat);
      return delete.executeUpdate() == 1;
    }
  }

  /** Leaves for good, with all it holds. */
  void leave(Connection connection, String relay) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE " + tables.slot() + " SET owner = NULL, epoch = epoch + 1 WHERE owner = ?")) {
      update.setString(1, relay);
      update.executeUpdate();
    }
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM " + tables.relay() + " WHERE id = ?")) {
      delete.setString(1, relay);
      delete.executeUpdate();
    }
  }

  List<Holding> holdings(Connection connection) throws SQLException {
    List<Holding> holdings = new ArrayList<>();
    String sql = "SELECT slot, owner, epoch FROM " + tables.slot() + " ORDER BY slot";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        holdings.add(new Holding(rows.getInt(1), rows.getString(2), rows.getLong(3)));
      }
    }
    return holdings;
  }

  /** Takes a slot, if nobody was quicker. */
  boolean take(Connection connection, Holding free, String relay) throws SQLException {
    return change(connection, relay, free.slot(), free.epoch());
  }

  /** Gives a slot up, if it was not lost before. */
  void giveUp(Connection connection, Held held) throws SQLException {
    change(connection, null, held.slot(), held.epoch());
  }

  private boolean change(Connection connection, @Nullable String owner, int slot, long epoch)
      throws SQLException {
    String sql =
        "UPDATE "
            + tables.slot()
            + " SET owner = ?, epoch = epoch + 1 WHERE slot = ? AND epoch = ?";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, owner);
      update.setInt(2, slot);
      update.setLong(3, epoch);
      return update.executeUpdate() == 1;
    }
  }
}
