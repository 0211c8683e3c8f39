package io.busline.benchmarks.outbox;

import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Stopwatch;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.load.Order;
import io.busline.outbox.Outbox;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How fast a relay publishes what waits in an outbox, until its rows are gone. */
final class OutboxDrain implements Subject {
  private static final int STORED_TOGETHER = 500;

  private final OutboxServers servers = new OutboxServers();
  private final int events;
  private int number;

  OutboxDrain(Effort effort) {
    this.events = effort.events(30_000);
  }

  @Override
  public Sample sample() throws Exception {
    try (Outbox writer = Outbox.builder(servers.database(), servers.bus()).withoutRelay().open();
        Connection connection = servers.begin()) {
      for (int stored = 0; stored < events; ) {
        List<Order> orders = new ArrayList<>();
        for (; stored < events && orders.size() < STORED_TOGETHER; stored++) {
          orders.add(Order.number(number++));
        }
        writer.publishAll(connection, orders);
        connection.commit();
      }
    }
    Stopwatch watch = new Stopwatch();
    try (Outbox relay = Outbox.of(servers.database(), servers.bus())) {
      while (relay.published() < events) {
        LockSupport.parkNanos(1_000_000);
      }
      return watch.rate(events);
    }
  }

  @Override
  public void close() {
    servers.close();
  }
}
