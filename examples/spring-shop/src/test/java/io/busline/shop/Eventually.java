package io.busline.shop;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what services do. A whole application starts within seconds, and within minutes on a
 * machine that is busy.
 */
final class Eventually {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long GLANCE_NANOS = 50_000_000;

  private Eventually() {}

  static void until(String what, BooleanSupplier condition, Supplier<?> instead) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(
            "this did not happen: %s. Instead: %s".formatted(what, instead.get()));
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }
}
