package io.busline.benchmarks.load;

import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Stopwatch;
import io.busline.benchmarks.harness.Subject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes an order whenever one is due, and tells how late they were handled. One that had to
 * wait for its turn is late by that, too. The value is the 99th percentile.
 */
public final class SteadyRate implements Subject {
  private static final int RATE = 5_000;
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1) / RATE;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final double NANOS_PER_MICRO = 1e3;

  private final Pipe pipe;
  private final Arrivals arrivals;
  private final int events;
  private int number;

  /** Measures a pipe whose handler tells the arrivals of each order. */
  public SteadyRate(Pipe pipe, Arrivals arrivals, long nanos) {
    this.pipe = pipe;
    this.arrivals = arrivals;
    this.events = Math.toIntExact(Math.max(1, nanos / INTERVAL));
  }

  @Override
  public Sample sample() throws Exception {
    long before = pipe.handled();
    Stopwatch watch = new Stopwatch();
    arrivals.expect(number, events, INTERVAL);
    for (int i = 0; i < events; i++, number++) {
      awaitTime(arrivals.due(number));
      pipe.publish(Order.number(number));
    }
    pipe.awaitConfirmed();
    awaitHandled(before + events);
    Sample spent = watch.rate(events);
    long[] late = arrivals.sorted();
    return new Sample(micros(late, 99), spent.also())
        .with("µs p50", micros(late, 50))
        .with("µs p99.9", micros(late, 99.9))
        .with("µs at most", micros(late, 100));
  }

  private static double micros(long[] late, double percent) {
    return Arrivals.percentile(late, percent) / NANOS_PER_MICRO;
  }

  private static void awaitTime(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void awaitHandled(long handled) {
    long start = System.nanoTime();
    while (pipe.handled() < handled) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IllegalStateException(
            "%d of %d events were handled".formatted(pipe.handled(), handled));
      }
      LockSupport.parkNanos(50_000);
    }
  }

  @Override
  public void close() {
    pipe.close();
  }
}
