package io.busline.benchmarks.load;

import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Subject;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A steady flow: publishers publish for a while, and the clock stops when every subscriber has seen
 * every event. Nobody runs far ahead, so that no bus is measured filling the heap.
 */
public final class Flow implements Subject {

  /** How far publishers may be ahead of the slowest subscriber. */
  private static final int AHEAD = 65_536;

  /** How many publishes come between two looks at clock and counters. */
  private static final int LOOK_EVERY = 64;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final com.sun.management.OperatingSystemMXBean PROCESS =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final InProcessBus bus;
  private final List<Counter> subscribers;
  private final int publishers;
  private final long nanos;

  public Flow(InProcessBus bus, List<Counter> subscribers, int publishers, long nanos) {
    this.bus = bus;
    this.subscribers = subscribers;
    this.publishers = publishers;
    this.nanos = nanos;
  }

  @Override
  public Sample sample() throws Exception {
    long seenBefore = seen();
    long cpuBefore = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    List<Published> all = publishOnAll(start + nanos, seenBefore);
    long events = all.stream().mapToLong(Published::events).sum();
    await(seenBefore + events);
    long elapsed = System.nanoTime() - start;
    double cpu = PROCESS.getProcessCpuTime() - cpuBefore;
    double publisherCpu = all.stream().mapToLong(Published::cpuNanos).sum();
    return Sample.of(events * 1e9 / elapsed)
        .with(Sample.CPU, cpu / events)
        .with(Sample.PUBLISHER_CPU, publisherCpu / events);
  }

  private record Published(long events, long cpuNanos) {}

  private List<Published> publishOnAll(long end, long seenBefore) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(publishers);
    try {
      Callable<Published> one = () -> publishUntil(end, seenBefore);
      List<Future<Published>> running = new ArrayList<>();
      for (int i = 0; i < publishers; i++) {
        running.add(threads.submit(one));
      }
      List<Published> done = new ArrayList<>();
      for (Future<Published> publisher : running) {
        done.add(publisher.get());
      }
      return done;
    } finally {
      threads.shutdown();
    }
  }

  private Published publishUntil(long end, long seenBefore) {
    long cpuBefore = THREADS.getCurrentThreadCpuTime();
    long published = 0;
    while (System.nanoTime() < end) {
      for (int i = 0; i < LOOK_EVERY; i++) {
        published += bus.publish();
      }
      while (published * publishers - (seen() - seenBefore) > AHEAD && System.nanoTime() < end) {
        LockSupport.parkNanos(50_000);
      }
    }
    return new Published(published, THREADS.getCurrentThreadCpuTime() - cpuBefore);
  }

  /** What the slowest subscriber has seen. */
  private long seen() {
    long least = Long.MAX_VALUE;
    for (Counter subscriber : subscribers) {
      least = Math.min(least, subscriber.count());
    }
    return least;
  }

  private void await(long count) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (seen() < count) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "a subscriber has seen %d of %d events".formatted(seen(), count));
      }
      LockSupport.parkNanos(20_000);
    }
  }

  @Override
  public void close() {
    bus.close();
  }
}
