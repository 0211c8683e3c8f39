package io.busline.memory;

import io.busline.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A clock that moves only when told to. What would be due by then, such as retries, leases and
 * timeouts, happens after the move, on the threads it belongs to. Safe for use by several threads.
 */
public final class VirtualTime implements TimeSource {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Instant start;
  private volatile long elapsedNanos;

  /** Creates a clock that stands at 2000-01-01T00:00:00Z. */
  public VirtualTime() {
    this(Instant.parse("2000-01-01T00:00:00Z"));
  }

  /**
   * Creates a clock.
   *
   * @param start where it stands
   */
  public VirtualTime(Instant start) {
    this.start = start;
  }

  /**
   * Moves time forward.
   *
   * @param by how far; not negative
   */
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time cannot go back by " + by);
    }
    synchronized (this) {
      elapsedNanos += by.toNanos();
    }
    listeners.forEach(Runnable::run);
  }

  @Override
  public Instant now() {
    return start.plusNanos(elapsedNanos);
  }

  @Override
  public long nanos() {
    return elapsedNanos;
  }

  @Override
  public boolean isVirtual() {
    return true;
  }

  @Override
  public Registration onMove(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
