package io.busline.benchmarks.load;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a subscriber received; cheap, also where several threads call the subscriber. */
public final class Counter {
  private final LongAdder seen = new LongAdder();

  public void increment() {
    seen.increment();
  }

  public long count() {
    return seen.sum();
  }
}
