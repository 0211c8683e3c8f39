package io.busline.cli.bench;

import io.busline.EventBus;
import io.busline.cli.command.CommandException;
import io.busline.spi.Capability;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The events of one part of a bench. One thread publishes and waits; handlers may be many. */
final class BenchPart {

  /** Longer than a broker takes to give a new group its share. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** What is lost on its way does not come later. */
  private static final long LOST_AFTER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long LOOK_EVERY_NANOS = 50_000;

  /** Three digits tell 1.00 ms from 1.01 ms. */
  private static final int DIGITS = 3;

  private final EventBus bus;
  private final String name;
  private final String id;
  private final String padding;
  private final BenchProgress progress;
  private final LongAdder answered = new LongAdder();
  private final LongAdder handled = new LongAdder();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Histogram latencies = new ConcurrentHistogram(DIGITS);
  private long published;
  private long lost;

  /**
   * A part without events.
   *
   * @param name what it does, for people
   * @param id unlike that of any other part of any bench
   */
  BenchPart(EventBus bus, String name, String id, int size, BenchProgress progress) {
    this.bus = bus;
    this.name = name;
    this.id = id;
    this.padding = Probe.padding(id, size);
    this.progress = progress;
  }

  String name() {
    return name;
  }

  long published() {
    return published;
  }

  long handled() {
    return handled.sum();
  }

  /** How many a bus that delivers at most once has not delivered. */
  long lost() {
    return lost;
  }

  /** From when events were due until they were handled, in nanoseconds. */
  Histogram latencies() {
    return latencies;
  }

  /** Publishes an event; waits only if the bus has too many on their way. */
  void publish(long due) throws InterruptedException {
    var unused =
        bus.publishAsync(Probe.number(published, id, due, padding))
            .whenComplete(
                (receipt, problem) -> {
                  if (problem != null) {
                    failure.compareAndSet(null, problem);
                  }
                  answered.increment();
                });
    published++;
    progress.show(this);
  }

  /** An event came, perhaps one that an earlier part or bench left behind. */
  void handle(Probe probe) {
    if (probe.part().equals(id)) {
      latencies.recordValue(Math.max(0, System.nanoTime() - probe.due()));
      handled.increment();
    }
  }

  /** Waits until the bus has answered every publish. */
  void awaitConfirmed() throws InterruptedException {
    while (answered.sum() < published) {
      pause();
    }
    requireStored();
  }

  /** Waits until all but some of what was published is handled, or known to be lost. */
  void awaitHandled(long allBut) throws InterruptedException {
    long before = handled();
    long since = System.nanoTime();
    while (open() > allBut) {
      pause();
      requireStored();
      if (handled() > before) {
        before = handled();
        since = System.nanoTime();
      } else {
        lookForLost(System.nanoTime() - since);
      }
    }
  }

  private long open() {
    return published - handled() - lost;
  }

  private void pause() throws InterruptedException {
    LockSupport.parkNanos(LOOK_EVERY_NANOS);
    progress.show(this);
  }

  private void lookForLost(long silentNanos) {
    if (!bus.can(Capability.REDELIVERY) && handled() > 0 && silentNanos > LOST_AFTER_NANOS) {
      lost += Math.max(0, open());
    } else if (silentNanos > PATIENCE_NANOS) {
      throw CommandException.failed(
          ("%,d of %,d events came, and no more for %d s. Look whether another bench runs on this"
                  + " bus, which shares its events, and what busline doctor says")
              .formatted(handled(), published, TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS)));
    }
  }

  private void requireStored() {
    Throwable problem = failure.get();
    if (problem != null) {
      throw CommandException.failed(
          "an event of the bench was not confirmed: " + problem.getMessage(), problem);
    }
  }
}
