package io.busline.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * One connection, with its statements prepared once. A table is written {@code {name}} and found in
 * the schema of the bus, so that no setting of the connection has to be kept; every value is a
 * parameter. Used by one thread at a time.
 */
final class Session implements AutoCloseable {

  private static final Pattern TABLE = Pattern.compile("\\{(\\w+)}");

  private final Connection connection;
  private final String schema;
  private final boolean borrowed;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  Session(Connection connection, String schema) {
    this(connection, schema, false);
  }

  private Session(Connection connection, String schema, boolean borrowed) {
    this.connection = connection;
    this.schema = schema;
    this.borrowed = borrowed;
  }

  /** Over a connection whose owner ends its transaction, and keeps it. */
  static Session borrowed(Connection connection, String schema) {
    return new Session(connection, schema, true);
  }

  /** Turns a row into something. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Looks at a row. */
  @FunctionalInterface
  interface Visitor {
    void visit(ResultSet row) throws SQLException;
  }

  /** Has what follows belong to transactions, which {@link #commit} ends. */
  Session transactional() throws SQLException {
    connection.setAutoCommit(false);
    return this;
  }

  private String inSchema(String sql) {
    return TABLE.matcher(sql).replaceAll("\"" + schema + "\".\"$1\"");
  }

  PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(inSchema(sql));
      statements.put(sql, statement);
    }
    return statement;
  }

  private PreparedStatement bind(String sql, @Nullable Object[] values) throws SQLException {
    PreparedStatement statement = statement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, value(values[i]));
    }
    return statement;
  }

  private @Nullable Object value(@Nullable Object value) throws SQLException {
    if (value instanceof Instant instant) {
      return time(instant);
    }
    return value instanceof Collection<?> names ? texts(names) : value;
  }

  private Array texts(Collection<?> names) throws SQLException {
    return connection.createArrayOf("text", names.toArray());
  }

  /** A time as the driver takes it. */
  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** Executes a statement without result; returns how many rows it changed. */
  int update(String sql, @Nullable Object... values) throws SQLException {
    return bind(sql, values).executeUpdate();
  }

  /** Executes, once, any number of statements without parameters and results. */
  void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(inSchema(sql));
    }
  }

  <T> List<T> list(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
    List<T> rows = new ArrayList<>();
    each(sql, result -> rows.add(row.read(result)), values);
    return rows;
  }

  void each(String sql, Visitor visitor, @Nullable Object... values) throws SQLException {
    try (ResultSet result = bind(sql, values).executeQuery()) {
      while (result.next()) {
        visitor.visit(result);
      }
    }
  }

  /** The first column of the first row, as a number; 0 if there is none or it is null. */
  long number(String sql, @Nullable Object... values) throws SQLException {
    return list(sql, row -> row.getLong(1), values).stream().findFirst().orElse(0L);
  }

  /** The first column of the first row, as text; empty if there is none or it is null. */
  String text(String sql, @Nullable Object... values) throws SQLException {
    for (String text : list(sql, row -> String.valueOf(row.getString(1)), values)) {
      return text;
    }
    return "";
  }

  void commit() throws SQLException {
    connection.commit();
  }

  /** Waits until somebody has notified, or the time has passed; returns whether somebody has. */
  boolean awaitNotification(int millis) throws SQLException {
    return connection.unwrap(PGConnection.class).getNotifications(millis).length > 0;
  }

  /** A transaction that is open is rolled back, unless the connection is borrowed. */
  @Override
  public void close() {
    try {
      if (!borrowed) {
        connection.close();
        return;
      }
      for (PreparedStatement statement : statements.values()) {
        statement.close();
      }
    } catch (SQLException e) {
      // Nothing is lost: what was to be kept has been committed.
    }
  }
}
