package io.busline.spi;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread wait until another has something for it. A signal that comes first is not lost:
 * the next wait returns at once. One thread waits; any thread signals.
 */
public final class Wakeup {

  /** How often to look again at once: it costs a waiter some µs, and catches what is under way. */
  private static final int LOOKS = 32;

  /**
   * How often, and how long, to nap while events are flowing. Waking a parked thread costs the
   * signalling thread some 5 µs, which a steady stream would pay for every event. A napping thread
   * looks for itself, so signalling costs nothing and what arrives meanwhile is taken together; it
   * pays with up to a nap of latency, and some wake-ups after the last event.
   */
  private static final int NAPS = 16;

  private static final long NAP_NANOS = 50_000;

  private volatile boolean signalled;
  private volatile @Nullable Thread waiting;

  /** Whether the last wait ended with a signal. Of the waiting thread only. */
  private boolean warm;

  /** Creates one without a pending signal. */
  public Wakeup() {}

  /**
   * Waits for a signal and takes it.
   *
   * @param nanos how long at most, in nanoseconds; nothing is awaited if it is not positive
   * @return true if there was a signal; false after the time, or if the thread is interrupted
   */
  public boolean await(long nanos) {
    if (take()) {
      return true;
    }
    if (nanos <= 0) {
      return false;
    }
    long deadline = System.nanoTime() + Math.min(nanos, Long.MAX_VALUE / 2);
    boolean came = (warm && (look() || nap(deadline))) || park(deadline);
    warm = came;
    return came;
  }

  @SuppressWarnings("ThreadPriorityCheck") // Yielding only saves time; nothing depends on it.
  private boolean look() {
    for (int i = 0; i < LOOKS; i++) {
      Thread.yield();
      if (take()) {
        return true;
      }
    }
    return false;
  }

  private boolean nap(long deadline) {
    for (int i = 0; i < NAPS && deadline - System.nanoTime() > NAP_NANOS; i++) {
      LockSupport.parkNanos(this, NAP_NANOS);
      if (take()) {
        return true;
      }
    }
    return false;
  }

  private boolean park(long deadline) {
    waiting = Thread.currentThread();
    try {
      while (!signalled && !Thread.currentThread().isInterrupted()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          break;
        }
        LockSupport.parkNanos(this, left);
      }
    } finally {
      waiting = null;
    }
    return take();
  }

  /** Wakes the waiting thread, or the next to wait. */
  public void signal() {
    if (!signalled) {
      signalled = true;
      Thread thread = waiting;
      if (thread != null) {
        LockSupport.unpark(thread);
      }
    }
  }

  private boolean take() {
    if (signalled) {
      signalled = false;
      return true;
    }
    return false;
  }
}
