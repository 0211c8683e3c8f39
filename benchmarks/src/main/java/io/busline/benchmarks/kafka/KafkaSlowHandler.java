package io.busline.benchmarks.kafka;

import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Stopwatch;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.load.Pipe;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Publishes a number of events, and stops the clock when all were handled, in order per key. */
final class KafkaSlowHandler implements Subject {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Pipe pipe;
  private final Keys keys;
  private final int events;
  private int number;

  KafkaSlowHandler(Pipe pipe, Keys keys, int events) {
    this.pipe = pipe;
    this.keys = keys;
    this.events = events;
  }

  @Override
  public Sample sample() throws Exception {
    long before = pipe.handled();
    Stopwatch watch = new Stopwatch();
    for (int i = 0; i < events; i++) {
      pipe.publish(Keys.order(number++));
    }
    pipe.awaitConfirmed();
    while (pipe.handled() < before + events) {
      if (watch.nanos() > PATIENCE_NANOS) {
        throw new IllegalStateException(
            "%d events were not handled".formatted(before + events - pipe.handled()));
      }
      LockSupport.parkNanos(50_000);
    }
    Sample sample = watch.rate(events);
    keys.requireOrder();
    return sample;
  }

  @Override
  public void close() {
    pipe.close();
  }
}
