package io.busline.soak.outbox;

import io.busline.error.TransactionException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.outbox.Outbox;
import io.busline.outbox.OutboxTransaction;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Changes one or two aggregates in each transaction and publishes their new versions. One in ten
 * rolls back, one in fifty takes long, and half go through a connection of the writer's own.
 */
final class OutboxWriter implements Runnable {
  static final String TYPE = "soak.changed";
  private static final int KEPT_FOR = 50;

  private final DataSource database;
  private final Outbox outbox;

  OutboxWriter(DataSource database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  @Override
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try (Connection connection = database.getConnection()) {
        connection.setAutoCommit(false);
        for (int i = 0; i < KEPT_FOR; i++) {
          transaction(connection);
        }
        outbox.inTransaction(OutboxWriter::inOutbox);
      } catch (SQLException | TransactionException | RolledBackException e) {
        // A deadlock, or a server that is dead just now.
        LockSupport.parkNanos(50_000_000);
      } catch (Exception e) {
        throw new IllegalStateException("a writer of the soak failed", e);
      }
    }
  }

  private static void inOutbox(OutboxTransaction tx) throws SQLException {
    tx.publish(change(tx.connection(), ThreadLocalRandom.current().nextInt(SoakDatabase.KEYS)));
    end();
  }

  private void transaction(Connection connection) throws SQLException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int one = random.nextInt(SoakDatabase.KEYS);
    int other = random.nextInt(SoakDatabase.KEYS);
    try {
      EventBuilder<byte[]> first = change(connection, Math.min(one, other));
      if (one == other || random.nextBoolean()) {
        outbox.publish(connection, first);
      } else {
        outbox.publishAll(connection, List.of(first, change(connection, Math.max(one, other))));
      }
      end();
      connection.commit();
    } catch (SQLException | TransactionException | RolledBackException e) {
      connection.rollback();
    }
  }

  /** Some take long before they commit, and some do not commit. */
  private static void end() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    if (random.nextInt(50) == 0) {
      LockSupport.parkNanos(random.nextLong(10_000_000, 300_000_000));
    }
    if (random.nextInt(10) == 0) {
      throw new RolledBackException();
    }
  }

  private static EventBuilder<byte[]> change(Connection connection, int number)
      throws SQLException {
    String key = SoakDatabase.key(number);
    String token = UUID.randomUUID().toString();
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE aggregate SET n = n + 1 WHERE id = ?")) {
      update.setString(1, key);
      update.executeUpdate();
    }
    long n = version(connection, key);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO written VALUES (?, ?, ?)")) {
      insert.setString(1, key);
      insert.setLong(2, n);
      insert.setString(3, token);
      insert.executeUpdate();
    }
    byte[] data = (n + " " + token).getBytes(StandardCharsets.UTF_8);
    return Event.builder(TYPE, data).key(key);
  }

  private static long version(Connection connection, String key) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT n FROM aggregate WHERE id = ?")) {
      select.setString(1, key);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** Decided by lot. */
  private static final class RolledBackException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
