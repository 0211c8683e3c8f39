package io.busline.benchmarks.load;

import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Stopwatch;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.harness.Work;

/**
 * Publishes as fast as it is taken, and stops the clock when all of it is confirmed. Nobody reads;
 * what was published is removed between samples.
 */
public final class PublishOnly implements Subject {
  private final Publishing publishing;
  private final Work remove;
  private final long nanos;
  private int number;

  public PublishOnly(Publishing publishing, Work remove, long nanos) {
    this.publishing = publishing;
    this.remove = remove;
    this.nanos = nanos;
  }

  @Override
  public Sample sample() throws Exception {
    long events = 0;
    Stopwatch watch = new Stopwatch();
    for (; watch.nanos() < nanos; events++) {
      publishing.publish(Order.number(number++));
    }
    publishing.awaitConfirmed();
    Sample sample = watch.rate(events);
    remove.run();
    return sample;
  }

  @Override
  public void close() {
    publishing.close();
  }
}
