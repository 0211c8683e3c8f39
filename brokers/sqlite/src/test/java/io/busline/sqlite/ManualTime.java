package io.busline.sqlite;

import io.busline.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A clock moved by hand. */
final class ManualTime implements TimeSource {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private final AtomicLong nanos = new AtomicLong(1_000_000_000);

  void advance(Duration duration) {
    move(duration);
    listeners.forEach(Runnable::run);
  }

  private synchronized void move(Duration duration) {
    now = now.plus(duration);
    nanos.addAndGet(duration.toNanos());
  }

  /** Sets the wall clock, which may jump; durations are measured by another. */
  synchronized void setClock(Instant instant) {
    now = instant;
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanos() {
    return nanos.get();
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
