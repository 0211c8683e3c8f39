package io.busline.outbox;

import io.busline.PreparedEvent;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One statement that takes a number of a slot and inserts an event under it: one round trip instead
 * of two. Where it can commit, too, no slot is locked while something travels over the network. A
 * slot without a counter makes a null, which no column takes, so that nothing is committed.
 *
 * @param sql the statement
 * @param committing the same, with a commit at its end; null where that cannot be
 * @param slots how often it is given the slot, before the columns of the event
 */
record CountedInsert(String sql, @Nullable String committing, int slots) {
  private static final String VALUES = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

  /** That of a database, as its driver allows; null if it has none. */
  static @Nullable CountedInsert of(Connection connection, Database database, Tables tables)
      throws SQLException {
    DatabaseMetaData about = connection.getMetaData();
    String url = String.valueOf(about.getURL()).toLowerCase(Locale.ROOT);
    String driver = String.valueOf(about.getDriverName());
    if (database == Database.POSTGRESQL) {
      // With autosave, the driver releases a savepoint afterwards, which the commit has ended.
      return postgresql(tables, driver.startsWith("PostgreSQL") && !url.contains("autosave"));
    }
    boolean mariadb =
        driver.startsWith("MariaDB") && about.getDatabaseProductName().startsWith("MariaDB");
    // A statement that the server prepares cannot be a compound.
    return mariadb && !url.contains("useserverprepstmts") ? mariadb(tables) : null;
  }

  private static CountedInsert postgresql(Tables tables, boolean commits) {
    String sql =
        "WITH counted AS (UPDATE "
            + tables.counter()
            + " SET seq = seq + 1 WHERE slot = ? RETURNING slot, seq) INSERT INTO "
            + tables.outbox()
            + " ("
            + Row.COLUMNS
            + ") VALUES ((SELECT slot FROM counted), (SELECT seq FROM counted), "
            + VALUES
            + ")";
    return new CountedInsert(sql, commits ? sql + "; COMMIT" : null, 1);
  }

  /** A compound statement ends with the first error of its parts. */
  private static CountedInsert mariadb(Tables tables) {
    String sql =
        "BEGIN NOT ATOMIC UPDATE "
            + tables.counter()
            + " SET seq = seq + 1 WHERE slot = ?; INSERT INTO "
            + tables.outbox()
            + " ("
            + Row.COLUMNS
            + ") VALUES (?, (SELECT seq FROM "
            + tables.counter()
            + " WHERE slot = ?), "
            + VALUES
            + "); ";
    return new CountedInsert(sql + "END", sql + "COMMIT; END", 3);
  }

  /** Stores an event; if it is the last thing of a transaction, commits where that can be. */
  void store(Connection connection, int slot, PreparedEvent event, long now, boolean last)
      throws SQLException {
    boolean commits = last && committing != null;
    try (PreparedStatement statement = connection.prepareStatement(commits ? committing : sql)) {
      for (int i = 1; i <= slots; i++) {
        statement.setInt(i, slot);
      }
      Row.write(statement, slots + 1, event, now);
      statement.execute();
    } catch (SQLException e) {
      throw isNull(e) ? EventStore.noCounter(slot, e) : e;
    }
  }

  private static boolean isNull(SQLException e) {
    return "23502".equals(e.getSQLState()) || e.getErrorCode() == 1048;
  }
}
