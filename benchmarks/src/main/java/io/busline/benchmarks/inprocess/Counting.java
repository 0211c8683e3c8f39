package io.busline.benchmarks.inprocess;

import io.busline.HandlingObservation;
import io.busline.Observer;
import io.busline.PublishObservation;
import java.util.concurrent.atomic.LongAdder;

/** The least that an observer can do: it counts what ends. */
final class Counting implements Observer, PublishObservation, HandlingObservation {
  private final LongAdder ended = new LongAdder();

  @Override
  public PublishObservation publishing(Publish publish) {
    return this;
  }

  @Override
  public HandlingObservation handling(Delivered delivered) {
    return this;
  }

  @Override
  public void ended(PublishEnd end) {
    ended.increment();
  }

  @Override
  public void ended(AttemptEnd end) {
    ended.increment();
  }
}
