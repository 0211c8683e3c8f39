package io.busline.outbox;

import io.busline.EventBus;
import io.busline.error.TransactionException;
import io.busline.event.Event;
import io.busline.servers.DriverDataSource;
import io.busline.servers.JavaProcess;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Another process, which writes, relays and handles, until it is killed. */
final class Child {
  static final int KEYS = 20;
  private static final int WRITERS = 4;

  private Child() {}

  static JavaProcess start(TestDatabase database, String busUrl) {
    DriverDataSource source = (DriverDataSource) database.dataSource();
    return JavaProcess.start(Child.class, source.url(), source.user(), busUrl);
  }

  public static void main(String[] args) throws Exception {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    DataSource database = new DriverDataSource(args[0], args[1]);
    EventBus bus = EventBus.connect(args[2], "orders");
    Outbox outbox = opened(database, bus);
    bus.subscription("billing")
        .concurrency(8)
        .inbox(outbox)
        .on("order.changed", byte[].class, (event, tx) -> handle(tx.connection(), event))
        .subscribe();
    for (int i = 0; i < WRITERS; i++) {
      new Thread(() -> write(database, outbox), "writer").start();
    }
    out.println("ready");
  }

  /** The server may be dead just now. */
  private static Outbox opened(DataSource database, EventBus bus) {
    while (true) {
      try {
        return Outbox.builder(database, bus).lease(Duration.ofSeconds(2)).open();
      } catch (TransactionException e) {
        LockSupport.parkNanos(100_000_000);
      }
    }
  }

  static void handle(Connection connection, Event<byte[]> event) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO handled VALUES (?, ?)")) {
      insert.setString(1, event.key().orElseThrow());
      insert.setLong(2, Long.parseLong(new String(event.data(), StandardCharsets.UTF_8)));
      insert.executeUpdate();
    }
  }

  private static void write(DataSource database, Outbox outbox) {
    while (true) {
      try (Connection connection = database.getConnection()) {
        connection.setAutoCommit(false);
        for (int i = 0; i < 50; i++) {
          transaction(connection, outbox);
        }
      } catch (SQLException | TransactionException e) {
        // The server was killed, or is not up again yet.
        LockSupport.parkNanos(50_000_000);
      }
    }
  }

  private static void transaction(Connection connection, Outbox outbox) throws SQLException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String key = "k" + random.nextInt(KEYS);
    try (Statement statement = connection.createStatement()) {
      statement.execute("UPDATE aggregate SET n = n + 1 WHERE id = '" + key + "'");
    }
    long n = AdminTables.number(connection, "SELECT n FROM aggregate WHERE id = '" + key + "'");
    outbox.publish(connection, Scene.event(key, n));
    if (random.nextInt(10) == 0) {
      connection.rollback();
    } else {
      connection.commit();
    }
  }
}
