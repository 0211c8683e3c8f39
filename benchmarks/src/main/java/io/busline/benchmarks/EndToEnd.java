package io.busline.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes as fast as a pipe takes it, and stops the clock when all of it was confirmed and
 * handled. The publisher does not run far ahead, so that no broker is measured filling its memory.
 */
final class EndToEnd implements Subject {
  private static final int AHEAD = 20_000;
  private static final int LOOK_EVERY = 64;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Pipe pipe;
  private final long nanos;
  private int number;

  EndToEnd(Pipe pipe, long nanos) {
    this.pipe = pipe;
    this.nanos = nanos;
  }

  @Override
  public Sample sample() throws Exception {
    long before = pipe.handled();
    long events = 0;
    Stopwatch watch = new Stopwatch();
    while (watch.nanos() < nanos) {
      for (int i = 0; i < LOOK_EVERY; i++) {
        pipe.publish(Order.number(number++));
      }
      events += LOOK_EVERY;
      await(before + events - AHEAD);
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
