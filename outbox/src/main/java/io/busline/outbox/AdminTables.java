package io.busline.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What tools read of the tables. */
record AdminTables(Tables tables) {

  OutboxLag lag(Connection connection) throws SQLException {
    long waiting;
    Optional<Instant> oldest = Optional.empty();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT COUNT(*), MIN(created_at) FROM " + tables.outbox())) {
      row.next();
      waiting = row.getLong(1);
      oldest = waiting == 0 ? oldest : Optional.of(Instant.ofEpochMilli(row.getLong(2)));
    }
    return new OutboxLag(
        waiting,
        oldest,
        number(connection, "SELECT COUNT(*) FROM " + tables.letter()),
        number(connection, "SELECT COUNT(*) FROM " + tables.inbox()),
        relays(connection),
        (int) number(connection, "SELECT COUNT(*) FROM " + tables.slot() + " WHERE owner IS NULL"));
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private List<OutboxLag.Relay> relays(Connection connection) throws SQLException {
    String sql =
        "SELECT id, host, beat_at, (SELECT COUNT(*) FROM %s s WHERE s.owner = r.id) AS held FROM %s r ORDER BY host, id"
            .formatted(tables.slot(), tables.relay());
    List<OutboxLag.Relay> relays = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        relays.add(
            new OutboxLag.Relay(
                rows.getString("id"),
                rows.getString("host"),
                rows.getInt("held"),
                Instant.ofEpochMilli(rows.getLong("beat_at"))));
      }
    }
    return relays;
  }

  List<OutboxLetter> letters(Connection connection, int limit) throws SQLException {
    String sql =
        "SELECT %s, dead_at, LENGTH(data) AS size FROM %s ORDER BY dead_at, slot, seq LIMIT ?"
            .formatted(Row.COLUMNS, tables.letter());
    List<OutboxLetter> letters = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          letters.add(letter(rows));
        }
      }
    }
    return letters;
  }

  private static OutboxLetter letter(ResultSet row) throws SQLException {
    return new OutboxLetter(
        new LetterId(row.getInt("slot"), row.getLong("seq")).toString(),
        row.getString("topic"),
        row.getString("type"),
        row.getString("event_id"),
        row.getString("source"),
        Optional.ofNullable(row.getString("event_key")),
        row.getInt("size"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("dead_at")),
        row.getInt("attempts"),
        Optional.ofNullable(row.getString("error")).orElse(""));
  }
}
