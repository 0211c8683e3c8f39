package io.busline.benchmarks.outbox;

import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Stopwatch;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.harness.Work;
import io.busline.benchmarks.load.Order;
import io.busline.outbox.Outbox;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Transactions of an application, with an event of what they have changed or without. */
final class BusinessTransactions implements Subject {
  private static final int THREADS = 8;
  private static final int ROWS = 1_000;
  private static final int LINES = 3;

  /** What a transaction does about its event. */
  enum Telling {
    /** Nothing. */
    NOT,
    /** Inserts a row beside it, the least that any outbox does; nobody publishes it. */
    ROW,
    /** Publishes to an outbox whose relay is in another process, or stopped. */
    STORED,
    /** Publishes to an outbox whose relay is at work in this process. */
    RELAYED
  }

  /** What a transaction changes. */
  enum Work {
    /** One row. */
    CHANGE,
    /** Reads an account, inserts an order with its lines, and updates the account. */
    ORDER
  }

  private final OutboxServers servers = new OutboxServers();
  private final KeptConnections connections;
  private final DataSource database;
  private final Outbox outbox;
  private final long nanos;
  private final Work work;
  private final Telling telling;
  private final AtomicInteger number = new AtomicInteger();

  BusinessTransactions(Effort effort, Work work, Telling telling) throws SQLException {
    this.nanos = effort.nanos();
    this.work = work;
    this.telling = telling;
    servers.execute("CREATE TABLE account (id int PRIMARY KEY, n bigint NOT NULL)");
    servers.execute("INSERT INTO account SELECT i, 0 FROM generate_series(0, 999) i");
    servers.execute(
        "CREATE TABLE orders (id varchar(40) PRIMARY KEY, account int NOT NULL, total numeric(10, 2) NOT NULL)");
    servers.execute(
        "CREATE TABLE line (order_id varchar(40), no int, item int NOT NULL, PRIMARY KEY (order_id, no))");
    servers.execute("CREATE TABLE event (id varchar(40) PRIMARY KEY, key varchar(40), data bytea)");
    this.connections = new KeptConnections(servers.database(), THREADS + 1);
    this.database = connections.dataSource();
    var options = Outbox.builder(database, servers.bus());
    this.outbox = (telling == Telling.RELAYED ? options : options.withoutRelay()).open();
  }

  @Override
  public Sample sample() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Stopwatch watch = new Stopwatch();
      List<Callable<Integer>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(() -> transactions(watch));
      }
      long done = 0;
      for (Future<Integer> each : threads.invokeAll(all)) {
        done += each.get();
      }
      return watch.rate(done);
    } finally {
      threads.shutdown();
    }
  }

  private int transactions(Stopwatch watch) throws Exception {
    int done = 0;
    for (; watch.nanos() < nanos; done++) {
      int order = number.getAndIncrement();
      if (telling == Telling.STORED || telling == Telling.RELAYED) {
        outbox.inTransaction(
            tx -> {
              work(tx.connection(), order);
              tx.publish(Order.number(order));
            });
      } else {
        try (Connection connection = database.getConnection()) {
          work(connection, order);
          if (telling == Telling.ROW) {
            row(connection, order);
          }
          connection.commit();
        }
      }
    }
    return done;
  }

  private void work(Connection connection, int order) throws SQLException {
    if (work == Work.ORDER) {
      insert(connection, order);
    }
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE account SET n = n + 1 WHERE id = ?")) {
      update.setInt(1, order % ROWS);
      update.executeUpdate();
    }
  }

  private static void insert(Connection connection, int order) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT n FROM account WHERE id = ?")) {
      select.setInt(1, order % ROWS);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO orders VALUES (?, ?, ?)")) {
      insert.setString(1, "o-" + order);
      insert.setInt(2, order % ROWS);
      insert.setBigDecimal(3, new BigDecimal("42.50"));
      insert.executeUpdate();
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO line VALUES (?, ?, ?)")) {
      for (int line = 0; line < LINES; line++) {
        insert.setString(1, "o-" + order);
        insert.setInt(2, line);
        insert.setInt(3, order % ROWS + line);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void row(Connection connection, int order) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO event VALUES (?, ?, ?)")) {
      insert.setString(1, "e-" + order);
      insert.setString(2, "o-" + order);
      insert.setBytes(3, Order.bytes());
      insert.executeUpdate();
    }
  }

  @Override
  public void close() {
    outbox.close();
    try {
      connections.close();
    } catch (SQLException e) {
      throw new IllegalStateException("closing the connections", e);
    } finally {
      servers.close();
    }
  }
}
