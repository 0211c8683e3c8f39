package io.busline.outbox;

import io.busline.admin.Finding;
import io.busline.spi.Durations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Looks for what is broken or unsafe in the tables of an outbox. */
record OutboxDoctor(Tables tables, Clock clock) {
  /** Longer than any relay needs, and than a broker's restart. */
  private static final Duration OLD = Duration.ofMinutes(5);

  /** Three times the default lease: by then, a living relay would have removed a dead one. */
  private static final Duration SILENT = Duration.ofMinutes(1);

  List<Finding> findings(Connection connection) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    Meta.Noted noted = new Meta(tables).read(connection);
    findings.add(version(noted));
    OutboxLag lag = new AdminTables(tables).lag(connection);
    findings.add(relays(lag));
    findings.add(backlog(lag));
    findings.add(letters(lag));
    findings.add(inbox(connection, lag));
    findings.add(counters(connection, noted));
    if (Database.of(connection) == Database.POSTGRESQL) {
      findings.add(bloat(connection));
    }
    return findings;
  }

  private Finding version(Meta.Noted noted) {
    String what =
        "version %d, %d slots, of service %s"
            .formatted(noted.version(), noted.slots(), noted.service());
    return noted.version() == Schema.VERSION
        ? Finding.ok("outbox tables", what)
        : Finding.failure(
            "outbox tables",
            what + ". This Busline needs version " + Schema.VERSION + ": see outbox schema");
  }

  private Finding relays(OutboxLag lag) {
    Instant since = clock.instant().minus(SILENT);
    List<OutboxLag.Relay> dead =
        lag.relays().stream().filter(relay -> relay.lastSign().isBefore(since)).toList();
    if (lag.relays().size() == dead.size()) {
      return Finding.failure(
          "outbox relays",
          "none is alive%s, so nothing is published. Start a process with an outbox"
              .formatted(dead.isEmpty() ? "" : "; silent: " + dead.get(0).host()));
    }
    if (!dead.isEmpty()) {
      return Finding.warning(
          "outbox relays",
          "%s is silent since %s and holds %d slots. A relay that lives takes them within its lease; if it does not, the clocks of the machines differ"
              .formatted(dead.get(0).host(), dead.get(0).lastSign(), dead.get(0).slots()));
    }
    return Finding.ok(
        "outbox relays", "%d alive, %d slots free".formatted(lag.relays().size(), lag.unowned()));
  }

  private Finding backlog(OutboxLag lag) {
    if (lag.oldest().isEmpty()) {
      return Finding.ok("outbox backlog", "empty");
    }
    Duration age = Duration.between(lag.oldest().get(), clock.instant());
    String what =
        "%d events wait, the oldest for %s"
            .formatted(
                lag.waiting(), Durations.format(Duration.ofSeconds(Math.max(1, age.toSeconds()))));
    return age.compareTo(OLD) < 0
        ? Finding.ok("outbox backlog", what)
        : Finding.warning(
            "outbox backlog", what + ". Look at the relays' logs, and whether the broker is there");
  }

  private static Finding letters(OutboxLag lag) {
    return lag.letters() == 0
        ? Finding.ok("outbox letters", "none")
        : Finding.warning(
            "outbox letters",
            "%d events were given up. See outbox list, then redrive or discard them"
                .formatted(lag.letters()));
  }

  private Finding inbox(Connection connection, OutboxLag lag) throws SQLException {
    return new Indexes(tables).hasInboxIndex(connection)
        ? Finding.ok("inbox", lag.handled() + " handled events are remembered")
        : Finding.warning(
            "inbox",
            "the index on handled_at of %s is missing, so forgetting old events reads all of them. Make it as outbox schema prints it"
                .formatted(tables.inbox()));
  }

  private Finding counters(Connection connection, Meta.Noted noted) throws SQLException {
    long rows = AdminTables.number(connection, "SELECT COUNT(*) FROM " + tables.counter());
    long slots = AdminTables.number(connection, "SELECT COUNT(*) FROM " + tables.slot());
    return rows == noted.slots() && slots == noted.slots()
        ? Finding.ok("outbox slots", "each has its counter")
        : Finding.failure(
            "outbox slots",
            "there are %d counters and %d slots, and %d of each are needed: transactions that publish fail. Add the missing rows as outbox schema prints them"
                .formatted(rows, slots, noted.slots()));
  }

  /** A table whose rows come and go grows if something keeps the server from cleaning up. */
  private Finding bloat(Connection connection) throws SQLException {
    long bytes =
        AdminTables.number(connection, "SELECT pg_total_relation_size('" + tables.counter() + "')");
    return bytes < 10L * 1024 * 1024
        ? Finding.ok("outbox bloat", "the counters take %d KiB".formatted(bytes / 1024))
        : Finding.warning(
            "outbox bloat",
            "the counters take %d MiB, since old versions of their rows are not removed. Look for transactions that are open for long, and for autovacuum"
                .formatted(bytes / 1024 / 1024));
  }
}
