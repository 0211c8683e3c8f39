package io.busline.outbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** Whether the indexes are there that clean-up needs. */
record Indexes(Tables tables) {

  boolean hasInboxIndex(Connection connection) throws SQLException {
    String name = tables.index() + "inbox";
    for (String each :
        List.of(name, name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))) {
      try (ResultSet rows =
          connection.getMetaData().getIndexInfo(connection.getCatalog(), null, each, false, true)) {
        while (rows.next()) {
          if ("handled_at".equalsIgnoreCase(rows.getString("COLUMN_NAME"))) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
