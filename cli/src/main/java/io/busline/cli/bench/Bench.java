package io.busline.cli.bench;

import io.busline.EventBus;
import io.busline.Subscription;
import io.busline.SubscriptionBuilder;
import io.busline.event.Event;
import io.busline.event.StartPosition;
import io.busline.spi.Capability;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Has a bus carry events, part after part, and measures each. For one thread. */
final class Bench implements AutoCloseable {

  /** Until the compiler has seen the code that is hot. */
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** So many wait at most to be read: more would tell no more, and disks are finite. */
  private static final long MOST_WAITING = 100_000;

  private static final long MOST_WAITING_BYTES = 64L << 20;

  /** How far publishing may be ahead of handling, so that no broker is measured hoarding. */
  private static final long MOST_AHEAD = 10_000;

  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EventBus bus;
  private final int size;
  private final long nanos;
  private final BenchProgress progress;
  private final String run = UUID.randomUUID().toString();
  private final Subscription subscription;
  private volatile BenchPart part;
  private int parts;
  private long lost;

  /**
   * Subscribes.
   *
   * @param size of an event's JSON, in bytes
   * @param seconds how long each part takes
   */
  Bench(EventBus bus, int size, double seconds, BenchProgress progress) {
    this.bus = bus;
    this.size = size;
    this.nanos = (long) (seconds * NANOS);
    this.progress = progress;
    this.part = new BenchPart(bus, "Subscribing", run, size, progress);
    SubscriptionBuilder builder =
        bus.subscription(Probe.TOPIC).on(Probe.class, this::handle).from(StartPosition.latest());
    if (!bus.can(Capability.DEAD_LETTERS)) {
      builder.discardFailed();
    }
    this.subscription = builder.subscribe();
  }

  private void handle(Event<Probe> event) {
    part.handle(event.data());
  }

  /**
   * Measures everything.
   *
   * @param rate at which latency is measured, in events a second
   * @throws InterruptedException if the bench is to end
   */
  BenchReport run(int rate) throws InterruptedException {
    flow("Warming up", Math.min(WARM_UP_NANOS, nanos));
    subscription.pause();
    Throughput published = publish();
    Optional<Throughput> read = read();
    Throughput endToEnd = flow("End to end", nanos);
    BenchLatency latency = steady(rate);
    return new BenchReport(size, published, read, endToEnd, latency, lost);
  }

  private BenchPart begin(String name) {
    BenchPart next = new BenchPart(bus, name, run + "-" + parts++, size, progress);
    part = next;
    return next;
  }

  private Throughput publish() throws InterruptedException {
    BenchPart publishing = begin("Publishing");
    long most = Math.max(1, Math.min(MOST_WAITING, MOST_WAITING_BYTES / size));
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos && publishing.published() < most) {
      publishing.publish(System.nanoTime());
    }
    publishing.awaitConfirmed();
    return Throughput.since(start, publishing.published());
  }

  /** Nothing waits on a bus that does not deliver again; it dropped what came meanwhile. */
  private Optional<Throughput> read() throws InterruptedException {
    long start = System.nanoTime();
    subscription.resume();
    if (!bus.can(Capability.REDELIVERY)) {
      return Optional.empty();
    }
    part.awaitHandled(0);
    return Optional.of(Throughput.since(start, part.published()));
  }

  private Throughput flow(String name, long flowNanos) throws InterruptedException {
    BenchPart flowing = begin(name);
    long start = System.nanoTime();
    while (System.nanoTime() - start < flowNanos) {
      flowing.publish(System.nanoTime());
      flowing.awaitHandled(MOST_AHEAD);
    }
    return finish(flowing, start);
  }

  private BenchLatency steady(int rate) throws InterruptedException {
    BenchPart steady = begin("Latency");
    long due = Math.max(1, (long) (rate * (nanos / NANOS)));
    long start = System.nanoTime();
    while (steady.published() < due && System.nanoTime() - start < 2 * nanos) {
      long next = start + (long) (steady.published() * NANOS / rate);
      awaitTime(next);
      steady.publish(next);
    }
    Throughput reached = finish(steady, start);
    return new BenchLatency(rate, due, steady.published(), reached, steady.latencies());
  }

  private static void awaitTime(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private Throughput finish(BenchPart finished, long start) throws InterruptedException {
    finished.awaitConfirmed();
    finished.awaitHandled(0);
    lost += finished.lost();
    return Throughput.since(start, finished.published() - finished.lost());
  }

  @Override
  public void close() {
    subscription.close();
  }
}
