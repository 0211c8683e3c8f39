package io.busline.spi;

import java.time.Instant;

/**
 * The clock of a bus, its engine and its broker. Injected, so that a test can move time by hand.
 * Safe for use by several threads.
 */
public interface TimeSource {

  /**
   * The wall clock, for times that are shown or stored. It may jump.
   *
   * @return the time
   */
  Instant now();

  /**
   * A clock for durations, which never goes back.
   *
   * @return nanoseconds since an arbitrary moment
   */
  long nanos();

  /**
   * Whether time moves only when a test says so. Then nothing may wait for it to pass by itself.
   *
   * @return true for a clock moved by hand
   */
  boolean isVirtual();

  /**
   * Asks to be told when time was moved by hand. A clock that runs by itself never tells.
   *
   * @param listener called after each move, on the moving thread
   * @return closing it ends the interest
   */
  Registration onMove(Runnable listener);

  /** An interest that can be ended. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * The machine's clock.
   *
   * @return the clock
   */
  static TimeSource system() {
    return SystemTime.INSTANCE;
  }
}
