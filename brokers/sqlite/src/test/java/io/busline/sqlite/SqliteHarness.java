package io.busline.sqlite;

import io.busline.spi.Capability;
import io.busline.tck.BrokerHarness;
import io.busline.tck.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A file of a test's own, which other programs move away or lock. */
record SqliteHarness(Path file) implements BrokerHarness {

  @Override
  public String url() {
    // Shorter, a writer that waits for its turn among others would look like a death.
    return "sqlite:" + file + "?lease=3s";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.TRANSACTIONS));
  }

  /** The file is gone from its path, so nothing more may be written to it, and comes back. */
  @Override
  public Optional<Runnable> outage() {
    Path away = file.resolveSibling("away.db");
    move(file, away);
    return Optional.of(() -> move(away, file));
  }

  @Override
  public List<Fault> faults() {
    return List.of(
        new Fault(
            "the file is moved away and back",
            Duration.ofMillis(500),
            () -> outage().orElseThrow()),
        new Fault(
            "another program holds the write lock", Duration.ofSeconds(2), this::holdWriteLock));
  }

  /** A row with a reason that only a later release has. */
  @Override
  public Optional<Runnable> foreignLetter() {
    return Optional.of(
        () -> {
          try (Connection other =
                  DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=30000");
              Statement statement = other.createStatement()) {
            statement.execute(
                "INSERT INTO dead_letter (letter, consumer_group, topic, type, reason, cause,"
                    + " attempts, first_failed_at, dead_at, id, source, data)"
                    + " VALUES ('foreign', 'g', 't', 't.a', 'TOO_OLD', '', 1, 0, 0, '1', 's', x'')");
          } catch (SQLException e) {
            throw new IllegalStateException("writing among the letters", e);
          }
        });
  }

  @Override
  public Optional<Runnable> slowness() {
    return Optional.of(holdWriteLock());
  }

  private Runnable holdWriteLock() {
    try {
      Connection other = DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=30000");
      Statement statement = other.createStatement();
      statement.execute("BEGIN IMMEDIATE");
      return () -> close(other);
    } catch (SQLException e) {
      throw new IllegalStateException("locking " + file, e);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("unlocking", e);
    }
  }

  @Override
  public Optional<Duration> lease() {
    return Optional.of(Duration.ofSeconds(3));
  }

  private static void move(Path from, Path to) {
    try {
      if (Files.exists(from)) {
        Files.move(from, to);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
