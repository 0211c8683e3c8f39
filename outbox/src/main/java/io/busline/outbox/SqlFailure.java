package io.busline.outbox;

import io.busline.error.TransactionException;
import java.sql.SQLException;

/** What a database refused, in a sentence that says what to do. */
enum SqlFailure {
  DEADLOCK(
      true,
      "it waited for a lock of another transaction in a circle. Roll back and try again; publish the events of one transaction together, so that their locks are taken in one order"),
  LOCK_TIMEOUT(
      true,
      "another transaction holds the lock for too long. Roll back and try again; publish last in a transaction, since whoever has published holds a slot until the commit"),
  CONFLICT(
      true,
      "its isolation does not allow what others have changed meanwhile. Roll back and try again, or use READ COMMITTED"),
  READ_ONLY(false, "its transaction is read-only. Begin one that may write"),
  ABORTED(
      false,
      "an earlier statement of its transaction has failed. Roll back: nothing can be stored"),
  NO_RIGHT(
      false,
      "the user has no right to the tables. Grant SELECT, INSERT, UPDATE and DELETE on those whose names begin with the outbox's prefix"),
  NO_TABLE(
      false,
      "the tables are not there. Make them by TableSetup.CREATE or with what busline outbox schema prints, or use a connection to the outbox's own database"),
  UNREACHABLE(
      true,
      "the database cannot be reached, or does not let this user in. Check its address, the user and the password"),
  OTHER(false, "roll the transaction back");

  private final boolean passing;
  private final String advice;

  SqlFailure(boolean passing, String advice) {
    this.passing = passing;
    this.advice = advice;
  }

  static TransactionException explained(String doing, SQLException e) {
    SqlFailure failure = of(e);
    String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    return new TransactionException(
        failure == OTHER
            ? "%s failed, and nothing of it is stored: %s. Where a transaction is open, %s"
                .formatted(doing, said, failure.advice)
            : "%s failed: %s. The database says: %s".formatted(doing, failure.advice, said),
        failure.passing,
        e);
  }

  static SqlFailure of(SQLException e) {
    SqlFailure byCode =
        e.getClass().getName().startsWith("org.sqlite") ? ofSqlite(e) : ofCode(e.getErrorCode());
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return byCode != OTHER ? byCode : ofState(state);
  }

  private static SqlFailure ofState(String state) {
    return switch (state) {
      case "40P01" -> DEADLOCK;
      case "55P03", "57014", "HYT00" -> LOCK_TIMEOUT;
      case "40001" -> CONFLICT;
      case "25006" -> READ_ONLY;
      case "25P02" -> ABORTED;
      case "42501" -> NO_RIGHT;
      case "42P01", "42S02", "42S03", "42S04" -> NO_TABLE;
      default -> isUnreachable(state) ? UNREACHABLE : OTHER;
    };
  }

  /** No connection, no right to one, or a server that ends: 57P01 to 57P03 of PostgreSQL. */
  private static boolean isUnreachable(String state) {
    return state.startsWith("08") || state.startsWith("28") || state.startsWith("57P0");
  }

  /** SQLite's primary result codes; a missing table has none of its own. */
  private static SqlFailure ofSqlite(SQLException e) {
    return switch (e.getErrorCode() & 0xff) {
      case 1 -> String.valueOf(e.getMessage()).contains("no such table") ? NO_TABLE : OTHER;
      case 5, 6 -> LOCK_TIMEOUT;
      case 8 -> READ_ONLY;
      default -> OTHER;
    };
  }

  /** Where the state says too little: MySQL, MariaDB and H2 have numbers. */
  private static SqlFailure ofCode(int code) {
    return switch (code) {
      case 1213, 40001 -> DEADLOCK;
      case 1205, 1969, 3024, 50200, 57014 -> LOCK_TIMEOUT;
      case 1020 -> CONFLICT;
      case 1792, 90097 -> READ_ONLY;
      case 1044, 1142, 1143, 90096 -> NO_RIGHT;
      case 1146, 42102, 42104 -> NO_TABLE;
      default -> OTHER;
    };
  }
}
