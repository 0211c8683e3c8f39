package io.busline.benchmarks.kafka;

import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Stopwatch;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.load.Handling;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.SeenOrders;
import io.busline.servers.KafkaServer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Has a new group read what waits in a log; the clock runs from the first event to the last. */
final class KafkaReading implements Subject {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final KafkaServer server;
  private final KafkaWay way;
  private final int events;
  private int groups;

  KafkaReading(KafkaServer server, KafkaWay way, int events) throws Exception {
    this.server = server;
    this.way = way;
    this.events = events;
    KafkaWriting writer = KafkaWay.RAW.writer(server);
    try {
      for (int i = 0; i < events; i++) {
        writer.publish(Order.number(i));
      }
      writer.awaitConfirmed();
    } finally {
      writer.close();
    }
  }

  @Override
  public Sample sample() {
    SeenOrders handled = new SeenOrders();
    AutoCloseable reader = way.reader(server, "group-" + groups++, 1, handled);
    try {
      long first = await(handled, 1);
      Stopwatch watch = new Stopwatch();
      long all = await(handled, events);
      return watch.rate(all - first);
    } finally {
      KafkaWay.end(reader);
    }
  }

  private static long await(Handling handled, long count) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (handled.handled() < count) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("%d of %d events came".formatted(handled.handled(), count));
      }
      LockSupport.parkNanos(50_000);
    }
    return handled.handled();
  }

  @Override
  public void close() {
    server.close();
  }
}
