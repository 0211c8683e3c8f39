package io.busline.outbox;

import io.busline.event.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/** Which events a group has handled. Safe for use by all threads. */
final class InboxMarks {
  /** Some ten thousand events at most, where thousands come in a second. */
  private static final long PRUNED_TOGETHER_MILLIS = 10_000;

  private final Database database;
  private final String mark;
  private final String prune;
  private final String span;

  InboxMarks(Database database, Tables tables) {
    this.database = database;
    this.mark =
        "INSERT INTO "
            + tables.inbox()
            + " (consumer, event, handled_at) VALUES (?, ?, ?)"
            + database.orNothing();
    this.span = "SELECT MIN(handled_at), MAX(handled_at) FROM " + tables.inbox();
    this.prune = "DELETE FROM " + tables.inbox() + " WHERE handled_at < ?";
  }

  /**
   * Marks an event as handled, before it is: while another transaction does the same, this waits
   * for its end, so that no event is handled twice at a time.
   *
   * @return false if it was handled
   */
  boolean mark(Connection connection, String group, Event<?> event, long now) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(mark)) {
      statement.setString(1, group);
      statement.setString(2, identity(event));
      statement.setLong(3, now);
      return statement.executeUpdate() == 1;
    } catch (SQLException e) {
      if (database.saysDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Forgets some of what was handled longer ago than the retention, so little that nobody waits for
   * it; returns whether there is more. A clock that is ahead of all marks forgets no more than that
   * of the newest would.
   */
  boolean pruneSome(Connection connection, Instant now, Duration retention) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(span);
        ResultSet rows = select.executeQuery()) {
      rows.next();
      long oldest = rows.getLong(1);
      long newest = rows.getLong(2);
      if (rows.wasNull()) {
        return false;
      }
      long before = Math.min(now.toEpochMilli(), newest) - retention.toMillis();
      if (oldest >= before) {
        return false;
      }
      prune(connection, Math.min(before, oldest + PRUNED_TOGETHER_MILLIS));
      return true;
    }
  }

  /** Forgets what was handled before a time; returns how much. */
  int prune(Connection connection, long before) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(prune)) {
      statement.setLong(1, before);
      return statement.executeUpdate();
    }
  }

  /** Source and id together have no bound that every database could index. */
  private static String identity(Event<?> event) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(event.source().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(event.id().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
