package io.busline.soak;

import io.busline.spi.TimeSource;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's clock, wrong by as much as is asked for. Time that is measured stays right. */
final class SkewedTime implements TimeSource {
  private final AtomicLong skewMillis = new AtomicLong();

  /** From now on it is wrong by so much, in milliseconds. */
  void skew(long millis) {
    skewMillis.set(millis);
  }

  @Override
  public Instant now() {
    return TimeSource.system().now().plusMillis(skewMillis.get());
  }

  @Override
  public long nanos() {
    return TimeSource.system().nanos();
  }

  @Override
  public boolean isVirtual() {
    return false;
  }

  @Override
  public Registration onMove(Runnable listener) {
    return () -> {};
  }
}
