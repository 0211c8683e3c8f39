package io.busline.benchmarks.load;

import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Stopwatch;
import io.busline.benchmarks.harness.Subject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Publishes as fast as a pipe takes it, and stops the clock when all of it was confirmed and
 * handled. The publisher does not run far ahead, so that no broker is measured filling its memory.
 */
public final class EndToEnd implements Subject {
  private static final int AHEAD = 20_000;
  private static final int LOOK_EVERY = 64;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Pipe pipe;
  private final long nanos;
  private final IntFunction<Order> orders;
  private final int ahead;
  private int number;

  /** With small orders. */
  public EndToEnd(Pipe pipe, long nanos) {
    this(pipe, nanos, Order::number, AHEAD);
  }

  /**
   * With orders of any kind.
   *
   * @param pipe is closed with this
   * @param nanos how long to publish for a sample
   * @param orders by their number
   * @param ahead how many events may be published and not handled, give or take {@value
   *     #LOOK_EVERY}
   */
  public EndToEnd(Pipe pipe, long nanos, IntFunction<Order> orders, int ahead) {
    this.pipe = pipe;
    this.nanos = nanos;
    this.orders = orders;
    this.ahead = ahead;
  }

  @Override
  public Sample sample() throws Exception {
    long before = pipe.handled();
    long events = 0;
    Stopwatch watch = new Stopwatch();
    while (watch.nanos() < nanos) {
      for (int i = 0; i < LOOK_EVERY; i++) {
        pipe.publish(orders.apply(number++));
      }
      events += LOOK_EVERY;
      await(before + events - ahead);
    }
    pipe.awaitConfirmed();
    await(before + events);
    return watch.rate(events);
  }

  private void await(long handled) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (pipe.handled() < handled) {
      if (System.nanoTime() > deadline) {
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
