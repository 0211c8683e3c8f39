package io.busline.benchmarks.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;

/**
 * What one would write without a bus: the same rows into a table with the same columns and indexes,
 * with the same pragmas, by prepared statements. Not safe for use by several threads.
 */
final class JdbcLog implements AutoCloseable {
  private static final String SCHEMA =
      """
      CREATE TABLE IF NOT EXISTS event (
        seq INTEGER PRIMARY KEY, topic INTEGER NOT NULL, type INTEGER NOT NULL,
        slot INTEGER NOT NULL, stored_at INTEGER NOT NULL, redrive TEXT NOT NULL,
        id TEXT NOT NULL, source TEXT NOT NULL, subject TEXT, time TEXT, datacontenttype TEXT,
        dataschema TEXT, extensions TEXT, data BLOB NOT NULL) STRICT;
      CREATE UNIQUE INDEX IF NOT EXISTS event_identity ON event (source, id, redrive);
      CREATE INDEX IF NOT EXISTS event_order ON event (topic, seq, slot, type);
      CREATE TABLE IF NOT EXISTS done (only_row INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
      INSERT INTO done VALUES (1, 0) ON CONFLICT DO NOTHING;
      """;

  private static final String INSERT =
      "INSERT INTO event VALUES (?, 1, 1, ?, ?, '', ?, 'benchmarks', NULL, ?, NULL, NULL, NULL, ?)";

  private final Connection connection;
  private final PreparedStatement insert;
  private final PreparedStatement select;
  private final PreparedStatement mark;
  private long written;
  private long read;

  JdbcLog(Path file) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.executeUpdate(SCHEMA);
    }
    connection.setAutoCommit(false);
    insert = connection.prepareStatement(INSERT);
    select =
        connection.prepareStatement(
            "SELECT seq, id, source, time, data FROM event WHERE topic = 1 AND seq > ? ORDER BY seq"
                + " LIMIT ?");
    mark = connection.prepareStatement("UPDATE done SET seq = ?");
  }

  /** Writes events and commits once. */
  void write(int events, byte[] data) throws SQLException {
    for (int i = 0; i < events; i++) {
      long now = System.currentTimeMillis();
      insert.setLong(1, ++written);
      insert.setInt(2, (int) (written % 64));
      insert.setLong(3, now);
      insert.setString(4, id(now));
      insert.setString(5, Instant.ofEpochMilli(now).toString());
      insert.setBytes(6, data);
      insert.executeUpdate();
    }
    connection.commit();
  }

  /** In the order of time, as a careful author would choose for an index. */
  private String id(long now) {
    return new UUID(now << 16 | 0x7000, Long.MIN_VALUE | written).toString();
  }

  /** Reads events that are not marked as done, and marks them; returns how many. */
  int read(int most) throws SQLException {
    select.setLong(1, read);
    select.setInt(2, most);
    int events = 0;
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        read = rows.getLong(1);
        rows.getString(2);
        rows.getString(3);
        rows.getString(4);
        rows.getBytes(5);
        events++;
      }
    }
    if (events > 0) {
      mark.setLong(1, read);
      mark.executeUpdate();
    }
    connection.commit();
    return events;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
