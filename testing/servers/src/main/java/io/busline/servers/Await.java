package io.busline.servers;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what other threads and servers do, patiently, for the machine may be busy. */
public final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long GLANCE_NANOS = 5_000_000;

  private Await() {}

  /**
   * Blocks until something is so, for 2 minutes at most.
   *
   * @param what it, for the message, such as {@code the event arrives}
   * @param condition whether it is so; asked often, by this thread
   * @param instead what there is as long as it is not, for the message
   * @throws AssertionError if it is not so within that time
   */
  public static void until(String what, BooleanSupplier condition, Supplier<?> instead) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "this did not happen: %s. Instead: %s".formatted(what, instead.get()));
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }
}
