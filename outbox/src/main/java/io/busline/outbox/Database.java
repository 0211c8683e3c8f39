package io.busline.outbox;

import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** The kinds of databases, and what is said differently to each. */
enum Database {
  /** PostgreSQL 13 and newer. */
  POSTGRESQL("PostgreSQL"),
  /** MySQL 8, and MariaDB 10.6 and newer. */
  MYSQL("MySQL"),
  /** SQLite, whose writers take turns. */
  SQLITE("SQLite"),
  /** H2, for tests. */
  H2("H2");

  private final String product;

  Database(String product) {
    this.product = product;
  }

  /** The kind that a connection leads to. */
  static Database of(Connection connection) throws SQLException {
    return named(connection.getMetaData().getDatabaseProductName());
  }

  /** The kind of a name, as products and people write it. */
  static Database named(String name) {
    String known = name.toLowerCase(Locale.ROOT);
    for (Database database : values()) {
      if (known.startsWith(database.product.toLowerCase(Locale.ROOT))) {
        return database;
      }
    }
    if (known.startsWith("mariadb")) {
      return MYSQL;
    }
    throw new ConfigurationException(
        "an outbox cannot be in %s. Use PostgreSQL, MySQL, MariaDB, SQLite, or H2 in tests"
            .formatted(Quoted.of(name)));
  }

  /** Its file of SQL. */
  String file() {
    return product.toLowerCase(Locale.ROOT) + ".sql";
  }

  /** Whether a statement that fails leaves a transaction in which nothing else succeeds. */
  boolean failsWhole() {
    return this == POSTGRESQL;
  }

  /** How a row is added that may be there already, and 0 rows are counted if it is. */
  String orNothing() {
    return this == POSTGRESQL || this == SQLITE ? " ON CONFLICT DO NOTHING" : "";
  }

  /** Whether an error says that such a row is there, where no statement can avoid the error. */
  boolean saysDuplicate(SQLException e) {
    return switch (this) {
      case MYSQL -> e.getErrorCode() == 1062;
      case H2 -> "23505".equals(e.getSQLState());
      case POSTGRESQL, SQLITE -> false;
    };
  }
}
