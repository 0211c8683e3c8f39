package io.busline.examples.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** The orders of the shop as they stand, in a table. Safe for use by several threads. */
record OrderTable(DataSource database) {

  /** How an order stands. */
  enum State {
    PLACED,
    PAID,
    CANCELLED
  }

  /** Makes it, unless it is there. */
  void create() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS shop_order (id varchar(100) PRIMARY KEY, state varchar(20) NOT NULL)");
    }
  }

  void insert(Connection connection, String order) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO shop_order (id, state) VALUES (?, ?)")) {
      insert.setString(1, order);
      insert.setString(2, State.PLACED.name());
      insert.executeUpdate();
    }
  }

  /** Notes how an order has ended; one that was placed elsewhere is not in the table. */
  void end(Connection connection, String order, State state) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE shop_order SET state = ? WHERE id = ?")) {
      update.setString(1, state.name());
      update.setString(2, order);
      update.executeUpdate();
    }
  }

  Map<String, State> all() throws SQLException {
    Map<String, State> all = new HashMap<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, state FROM shop_order")) {
      while (rows.next()) {
        all.put(rows.getString(1), State.valueOf(rows.getString(2)));
      }
    }
    return all;
  }
}
