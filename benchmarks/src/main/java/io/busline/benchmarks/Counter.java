package io.busline.benchmarks;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a subscriber received; cheap, also where several threads call the subscriber. */
final class Counter {
  private final LongAdder seen = new LongAdder();

  void increment() {
    seen.increment();
  }

  long count() {
    return seen.sum();
  }
}
