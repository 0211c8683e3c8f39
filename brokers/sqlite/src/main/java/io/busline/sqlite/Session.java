package io.busline.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the file, with its statements compiled once. Every value is a parameter. Used
 * by one thread at a time.
 */
final class Session implements AutoCloseable {

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  /** Takes over a connection that is set up. */
  Session(Connection connection) throws SQLException {
    this.connection = connection;
    // Transactions are begun and ended by our own statements. In its mode of automatic commits, the
    // driver would try to begin and commit once more after each statement.
    connection.setAutoCommit(false);
    execute("ROLLBACK");
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

  /** Names as a JSON array, for {@code json_each}; no name holds what would need an escape. */
  static String jsonArray(Set<String> names) {
    return names.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
  }

  PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  private PreparedStatement bind(String sql, @Nullable Object[] values) throws SQLException {
    PreparedStatement statement = statement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** Executes a statement without result; returns how many rows it changed. */
  int update(String sql, @Nullable Object... values) throws SQLException {
    return bind(sql, values).executeUpdate();
  }

  /** Executes, once, any number of statements without parameters and results. */
  void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
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
    try (ResultSet result = bind(sql, values).executeQuery()) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  /** The first column of the first row, as text; empty if there is none or it is null. */
  String text(String sql, @Nullable Object... values) throws SQLException {
    try (ResultSet result = bind(sql, values).executeQuery()) {
      String text = result.next() ? result.getString(1) : null;
      return text == null ? "" : text;
    }
  }

  /** Begins to read one unchanging state of the file. */
  void beginRead() throws SQLException {
    statement("BEGIN").execute();
  }

  /** Begins to write. The lock is taken at once: taken later, it could not be waited for. */
  void beginWrite() throws SQLException {
    statement("BEGIN IMMEDIATE").execute();
  }

  void commit() throws SQLException {
    statement("COMMIT").execute();
  }

  /** Ends a transaction that failed, if it has not ended itself; forgets every statement. */
  void rollback() {
    for (PreparedStatement statement : statements.values()) {
      closeQuietly(statement);
    }
    statements.clear();
    try (var rollback = connection.createStatement()) {
      rollback.execute("ROLLBACK");
    } catch (SQLException e) {
      // Some errors end the transaction by themselves; then there is none to roll back.
    }
  }

  @Override
  public void close() {
    statements.values().forEach(Session::closeQuietly);
    statements.clear();
    closeQuietly(connection);
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      // Nothing is lost: what was to be kept has been committed.
    }
  }
}
