package io.busline.soak.outbox;

import io.busline.EventBus;
import io.busline.error.TransactionException;
import io.busline.outbox.Outbox;
import io.busline.outbox.OutboxBuilder;
import io.busline.servers.DriverDataSource;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** A process that writes, or one that relays and handles; until it is killed. */
public final class OutboxProcess {

  /** Short, so that slots of the dead are taken while the soak still runs. */
  static final Duration LEASE = Duration.ofSeconds(2);

  static final int WRITERS = 4;
  private static final int HANDLERS = 4;

  private OutboxProcess() {}

  /**
   * Runs until it is killed.
   *
   * @param arguments {@code writer} or {@code relay}, the database's URL and the bus's
   * @throws Exception if it cannot begin
   */
  public static void main(String[] arguments) throws Exception {
    boolean writes = arguments[0].equals("writer");
    DataSource database = new DriverDataSource(arguments[1], "");
    EventBus bus = EventBus.connect(arguments[2], "soak");
    Outbox outbox = opened(database, bus, !writes);
    if (writes) {
      for (int i = 0; i < WRITERS; i++) {
        new Thread(new OutboxWriter(database, outbox), "writer-" + i).start();
      }
    } else {
      subscribe(bus, outbox);
    }
    System.out.println("ready");
    Thread.currentThread().join();
  }

  /** The server may be dead just now. */
  static Outbox opened(DataSource database, EventBus bus, boolean relays) {
    OutboxBuilder builder = Outbox.builder(database, bus).lease(LEASE);
    while (true) {
      try {
        return (relays ? builder : builder.withoutRelay()).open();
      } catch (TransactionException e) {
        LockSupport.parkNanos(100_000_000);
      }
    }
  }

  static void subscribe(EventBus bus, Outbox outbox) {
    bus.subscription("audited")
        .concurrency(HANDLERS)
        .inbox(outbox)
        .on(
            OutboxWriter.TYPE,
            byte[].class,
            (event, tx) ->
                handle(tx.connection(), new String(event.data(), StandardCharsets.UTF_8)))
        .subscribe();
  }

  private static void handle(Connection connection, String text) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO handled VALUES (?)")) {
      insert.setString(1, text.substring(text.indexOf(' ') + 1));
      insert.executeUpdate();
    }
  }
}
