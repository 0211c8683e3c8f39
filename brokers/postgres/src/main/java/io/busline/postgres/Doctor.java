package io.busline.postgres;

import io.busline.admin.Finding;
import io.busline.error.EventBusException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks at the server, its settings, and the tables. */
final class Doctor {

  /** Half of what a table holds is dead: it costs twice the pages. */
  private static final String BLOATED =
      "SELECT relname, n_dead_tup FROM pg_catalog.pg_stat_user_tables WHERE schemaname = ?"
          + " AND n_dead_tup > 10000 AND n_dead_tup > n_live_tup";

  /** A transaction that is open keeps what was deleted since. */
  private static final String LONG_TRANSACTION =
      "SELECT coalesce(max(extract(epoch FROM now() - xact_start)), 0)::bigint"
          + " FROM pg_catalog.pg_stat_activity WHERE datname = current_database()";

  private static final long LONG_SECONDS = 3_600;

  private static final int FEW_CONNECTIONS = 10;

  private final PostgresBroker broker;
  private final String schema;
  private final List<Finding> findings = new ArrayList<>();

  Doctor(PostgresBroker broker) {
    this.broker = broker;
    this.schema = broker.settings().schema();
  }

  List<Finding> diagnose() {
    look("writing", this::writing);
    look("settings", () -> asking(this::settings));
    look("connections", () -> asking(this::connections));
    look("tables", () -> asking(this::tables));
    look("dead letters", this::foreignLetters);
    return List.copyOf(findings);
  }

  private interface Question {
    void ask(Session session) throws SQLException;
  }

  private void asking(Question question) {
    broker
        .database()
        .reading(
            session -> {
              question.ask(session);
              return findings;
            });
  }

  private void look(String subject, Runnable look) {
    try {
      look.run();
    } catch (EventBusException e) {
      findings.add(Finding.failure(subject, String.valueOf(e.getMessage())));
    }
  }

  private void writing() {
    broker.writer().now("", session -> session.update("UPDATE {bus} SET generation = generation"));
    findings.add(
        Finding.ok("writing", "The server committed to " + broker.settings().place() + "."));
  }

  private void settings(Session session) throws SQLException {
    for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
      if (session.text("SELECT current_setting(?)", setting).equals("off")) {
        findings.add(
            Finding.warning(
                setting,
                "It is off, so a crash can take events that were confirmed. Set it to on in postgresql.conf"));
      }
    }
  }

  private void connections(Session session) throws SQLException {
    long left =
        session.number(
            "SELECT current_setting('max_connections')::int"
                + " - (SELECT count(*) FROM pg_catalog.pg_stat_activity"
                + " WHERE backend_type = 'client backend')");
    findings.add(
        left < FEW_CONNECTIONS
            ? Finding.warning(
                "connections",
                "%d are left, and an instance needs up to seven. Raise max_connections"
                    .formatted(left))
            : Finding.ok("connections", "%d are left.".formatted(left)));
  }

  private void tables(Session session) throws SQLException {
    session.each(
        BLOATED,
        row ->
            findings.add(
                Finding.warning(
                    "tables",
                    "Table %s.%s has %d dead rows. Look whether autovacuum is on and keeps up"
                        .formatted(schema, row.getString(1), row.getLong(2)))),
        schema);
    long seconds = session.number(LONG_TRANSACTION);
    findings.add(
        seconds > LONG_SECONDS
            ? Finding.warning(
                "transactions",
                "One has been open for %d minutes, and keeps the server from cleaning up. Find it with: SELECT * FROM pg_stat_activity ORDER BY xact_start"
                    .formatted(seconds / 60))
            : Finding.ok("transactions", "None has been open for an hour."));
  }

  private void foreignLetters() {
    long foreign = broker.letters().foreign();
    if (foreign > 0) {
      findings.add(
          Finding.warning(
              "dead letters",
              "%d rows of the table dead_letter are no letters that this release can read, and are passed over. A later release may have written them; otherwise delete them."
                  .formatted(foreign)));
    }
  }
}
