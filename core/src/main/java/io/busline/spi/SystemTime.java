package io.busline.spi;

import java.time.Instant;

/** The machine's clock. */
enum SystemTime implements TimeSource {
  INSTANCE;

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
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
