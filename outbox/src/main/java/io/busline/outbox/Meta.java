package io.busline.outbox;

import io.busline.error.ConfigurationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What the tables say of themselves: version, slots, whose they are, and which they are. */
record Meta(Tables tables) {
  private static final long MADE_WITHIN_NANOS = 5_000_000_000L;
  private static final long GLANCE_NANOS = 50_000_000;

  /**
   * What was read.
   *
   * @param service whose the tables are, or empty
   * @param id which tables they are: no others have it; or empty
   */
  record Noted(int version, int slots, String service, String id) {
    Noted withId(String newId) {
      return new Noted(version, slots, service, newId);
    }
  }

  boolean exists(Connection connection) throws SQLException {
    String name = tables.meta().substring(tables.meta().indexOf('.') + 1);
    String schema = name.equals(tables.meta()) ? null : tables.meta().split("\\.", 2)[0];
    // Databases store names in the case of their choice, and MySQL calls a schema a catalog.
    for (String each :
        List.of(name, name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))) {
      String where = connection.getCatalog();
      try (ResultSet found = connection.getMetaData().getTables(where, null, each, null)) {
        while (found.next()) {
          String in = found.getString("TABLE_SCHEM");
          if (schema == null ? isOwn(connection, in) : schema.equalsIgnoreCase(in)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isOwn(Connection connection, @Nullable String in) throws SQLException {
    String own = connection.getSchema();
    return in == null || own == null || own.equalsIgnoreCase(in);
  }

  /**
   * Waits for another instance that is just making the tables: where that is no transaction, as on
   * MySQL, they are there before they say their version. Not for long, since it may have ended.
   */
  void awaitMade(Connection connection) throws SQLException {
    long end = System.nanoTime() + MADE_WITHIN_NANOS;
    while (!settings(connection).containsKey("version") && System.nanoTime() - end < 0) {
      if (!connection.getAutoCommit()) {
        // Else it would go on to see what it has seen.
        connection.rollback();
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }

  private Map<String, String> settings(Connection connection) throws SQLException {
    Map<String, String> settings = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name, setting FROM " + tables.meta())) {
      while (rows.next()) {
        settings.put(rows.getString(1), rows.getString(2));
      }
    }
    return settings;
  }

  Noted read(Connection connection) throws SQLException {
    Map<String, String> settings = settings(connection);
    return new Noted(
        number(settings, "version"),
        number(settings, "slots"),
        settings.getOrDefault("service", ""),
        settings.getOrDefault("id", ""));
  }

  private int number(Map<String, String> settings, String name) {
    String text = settings.get(name);
    if (text == null || !text.matches("[0-9]{1,4}")) {
      throw new ConfigurationException(
          "the table %s has no number named %s, so an outbox did not make it. Use another prefix, or make the tables as busline outbox schema prints them"
              .formatted(tables.meta(), name));
    }
    return Integer.parseInt(text);
  }

  /** Notes whose the tables are, unless somebody was quicker; returns whose they are. */
  String claim(Connection connection, String service) throws SQLException {
    return service.isEmpty() ? "" : note(connection, "service", service);
  }

  /** Gives the tables an id, unless somebody was quicker; returns it. */
  String name(Connection connection, String id) throws SQLException {
    return note(connection, "id", id);
  }

  private String note(Connection connection, String name, String setting) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO " + tables.meta() + " (name, setting) VALUES (?, ?)")) {
      insert.setString(1, name);
      insert.setString(2, setting);
      insert.executeUpdate();
      return setting;
    } catch (SQLException e) {
      Noted noted = read(connection);
      String there = name.equals("id") ? noted.id() : noted.service();
      if (there.isEmpty()) {
        throw e;
      }
      return there;
    }
  }
}
