package io.busline.sqlite;

import io.busline.spi.BrokerDescription;
import io.busline.spi.Capability;
import io.busline.spi.Durations;
import io.busline.spi.log.Slots;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/** What a bus in a file is and can do. */
final class SqliteDescription {

  /** A page of SQLite's is 4 KiB; an event of 1 MiB already costs some 10 ms of everybody's. */
  static final int MAX_DATA_BYTES = 1 << 20;

  static final int MAX_ENVELOPE_BYTES = 64 << 10;

  private SqliteDescription() {}

  static String version(Session session) throws SQLException {
    return session.text("SELECT sqlite_version()");
  }

  static BrokerDescription of(String version, Duration retention) {
    return new BrokerDescription(
        "SQLite " + version,
        EnumSet.complementOf(EnumSet.of(Capability.TRANSACTIONS)),
        MAX_DATA_BYTES,
        MAX_ENVELOPE_BYTES,
        List.of(
            "A confirmed event is on the disk: each commit waits for it, and callers share commits.",
            "All processes must run on one machine, and the file must not be on a network file"
                + " system.",
            "Up to %d instances of a group work at a time; more stand by.".formatted(Slots.COUNT),
            "An event published twice is recognised for as long as the first is kept: retention=%s."
                .formatted(Durations.format(retention))));
  }
}
