package io.busline.benchmarks.outbox;

import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Stopwatch;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.load.Order;
import io.busline.outbox.Outbox;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Transactions that change a row, with an event of that or without; with, a relay is at work. */
final class BusinessTransactions implements Subject {
  private static final int THREADS = 8;
  private static final int ROWS = 1_000;

  private final OutboxServers servers = new OutboxServers();
  private final @Nullable Outbox outbox;
  private final long nanos;
  private final AtomicInteger number = new AtomicInteger();

  BusinessTransactions(Effort effort, boolean publishes) throws SQLException {
    this.nanos = effort.nanos();
    servers.execute("CREATE TABLE account (id int PRIMARY KEY, n bigint NOT NULL)");
    servers.execute("INSERT INTO account SELECT i, 0 FROM generate_series(0, 999) i");
    this.outbox = publishes ? Outbox.of(servers.database(), servers.bus()) : null;
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

  private int transactions(Stopwatch watch) throws SQLException {
    int done = 0;
    try (Connection connection = servers.begin();
        PreparedStatement update =
            connection.prepareStatement("UPDATE account SET n = n + 1 WHERE id = ?")) {
      for (; watch.nanos() < nanos; done++) {
        int order = number.getAndIncrement();
        update.setInt(1, order % ROWS);
        update.executeUpdate();
        if (outbox != null) {
          outbox.publish(connection, Order.number(order));
        }
        connection.commit();
      }
    }
    return done;
  }

  @Override
  public void close() {
    if (outbox != null) {
      outbox.close();
    }
    servers.close();
  }
}
