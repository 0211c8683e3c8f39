package io.busline.benchmarks.outbox;

import io.busline.EventBus;
import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.load.Arrivals;
import io.busline.benchmarks.load.Order;
import io.busline.outbox.Outbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * How long it takes from the return of a commit until a handler has the event, at 1,000 commits a
 * second. The value is the 99th percentile.
 */
final class OutboxLateness implements Subject {
  private static final int THREADS = 4;
  private static final int RATE = 1_000;
  private static final int LONGER = 3;

  private final OutboxServers servers = new OutboxServers();
  private final Outbox outbox;
  private final EventBus readers;
  private final int events;
  private final AtomicInteger number = new AtomicInteger();
  private final ConcurrentHashMap<String, Long> received = new ConcurrentHashMap<>();

  OutboxLateness(Effort effort) {
    this.events = (int) Math.max(THREADS, LONGER * effort.nanos() / 1_000_000_000L * RATE);
    this.outbox = Outbox.of(servers.database(), servers.bus());
    this.readers = servers.bus();
    readers.subscribe(
        Order.class, event -> received.put(event.data().orderId(), System.nanoTime()));
  }

  @Override
  public Sample sample() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<long[]> late = new ArrayList<>();
    try {
      List<Callable<long[]>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(this::commits);
      }
      for (Future<long[]> each : threads.invokeAll(all)) {
        late.add(each.get());
      }
    } finally {
      threads.shutdown();
    }
    long[] sorted = late.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return Sample.of(Arrivals.percentile(sorted, 99) / 1e3)
        .with("µs p50", Arrivals.percentile(sorted, 50) / 1e3)
        .with("µs at most", Arrivals.percentile(sorted, 100) / 1e3);
  }

  private long[] commits() throws SQLException {
    int share = events / THREADS;
    String[] ids = new String[share];
    long[] committed = new long[share];
    long start = System.nanoTime();
    try (Connection connection = servers.begin()) {
      for (int i = 0; i < share; i++) {
        long due = start + i * (1_000_000_000L * THREADS / RATE);
        while (due - System.nanoTime() > 0) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        Order order = Order.number(number.getAndIncrement());
        ids[i] = order.orderId();
        outbox.publish(connection, order);
        connection.commit();
        committed[i] = System.nanoTime();
      }
    }
    for (int i = 0; i < share; i++) {
      Long at = received.remove(ids[i]);
      while (at == null) {
        LockSupport.parkNanos(1_000_000);
        at = received.remove(ids[i]);
      }
      committed[i] = Math.max(0, at - committed[i]);
    }
    return committed;
  }

  @Override
  public void close() {
    outbox.close();
    servers.close();
  }
}
