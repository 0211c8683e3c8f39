package io.busline.postgres;

import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.error.EventBusException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;

/** Says in words what an error of the server or the driver means, and what to do. */
final class Failures {

  /** Of another transaction, so that the same once more may well succeed. */
  static final String CONFLICT = "40001";

  /** What PgBouncer says, and no server. */
  private static final String POOLER = "unsupported startup parameter";

  private static final String POOLER_ADVICE =
      "there is a pooler between, which takes no settings of a session. Add pooled=true, and have it ignore extra_float_digits";

  private final String place;

  Failures(String place) {
    this.place = place;
  }

  EventBusException explain(String doing, Throwable failure) {
    if (failure instanceof EventBusException explained) {
      return explained;
    }
    Throwable e = said(failure);
    String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    boolean pooler = said.contains(POOLER);
    String advice = pooler ? POOLER_ADVICE : advice(state(e));
    String message = "%s %s failed: %s (%s)".formatted(doing, place, advice, said);
    return isMistake(state(e)) || pooler
        ? new ConfigurationException(message, e)
        : new BrokerException(message, e);
  }

  /** What the server said. The driver's own exception repeats the values, which may be secret. */
  private static Throwable said(Throwable failure) {
    return failure instanceof BatchUpdateException batch && batch.getNextException() != null
        ? batch.getNextException()
        : failure;
  }

  private static String advice(String state) {
    return switch (state) {
      case "3D000" -> "the database does not exist. Create it, or name another one";
      case "42501" ->
          "the user has not all rights. Grant USAGE on the schema, and SELECT, INSERT, UPDATE and DELETE on its tables; or CREATE on the database, to make them";
      case "3F000", "42P01" ->
          "the tables are not there. Leave out the option topology, so that they are made, or name another schema";
      case "42P07" -> "the schema has tables of these names that are not ours. Name another schema";
      case "42703" -> "the tables are not ours, or of another version. Name another schema";
      case "25006" -> "the server is a standby or read-only. Name the primary in the URL";
      case "53100" -> "the server's disk is full. Free some space; it goes on by itself";
      case "53200" -> "the server has no memory left. Look at its log; it goes on by itself";
      case "53300" ->
          "the server has no connection left. Raise max_connections; an instance needs up to seven";
      case "40001", "40P01" -> "other transactions were in the way. Try again";
      case "55P03" ->
          "another session held a lock for too long. Find it with: SELECT * FROM pg_stat_activity WHERE state LIKE 'idle in%'";
      default -> adviceByClass(state);
    };
  }

  private static String adviceByClass(String state) {
    if (state.startsWith("28")) {
      return "the server does not let this user in. Check user and password, and its pg_hba.conf";
    }
    if (state.startsWith("08") || state.startsWith("57")) {
      return "the server cannot be reached, or has closed the connection. Start it, or check the URL; it goes on by itself";
    }
    return state.startsWith("53")
        ? "the server is out of something. Look at its log; it goes on by itself"
        : "this was not expected. Please report it";
  }

  /** Whether waiting cannot help. */
  private static boolean isMistake(String state) {
    return state.startsWith("28")
        || state.equals("3D000")
        || state.equals("3F000")
        || state.startsWith("42");
  }

  static String state(Throwable e) {
    String state = e instanceof SQLException error ? error.getSQLState() : null;
    return state == null ? "" : state;
  }

  /** Whether the connection, and nothing else, was at fault. */
  static boolean isConnection(Throwable e) {
    return state(e).startsWith("08") || state(e).startsWith("57P");
  }

  /** Whether the same once more may well succeed. */
  static boolean isConflict(Throwable e) {
    return state(e).equals(CONFLICT) || state(e).equals("40P01");
  }

  /** Whether a value was at fault, which others of the same transaction have to do without. */
  static boolean isData(Throwable e) {
    return state(e).startsWith("22") || state(e).startsWith("23") || state(e).startsWith("54");
  }

  /** Whether a COMMIT that failed so may have happened: all but what the server refused. */
  static boolean leavesOpen(Throwable e) {
    return state(e).isEmpty() || isConnection(e);
  }
}
