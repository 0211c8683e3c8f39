package io.busline.rabbitmq;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread wait for messages. Waking a thread costs both sides some 5 µs, which a stream of
 * messages would pay for each. So a wait begins with a short doze, in which messages wake nobody,
 * and those that came meanwhile are taken together. Who sends a message only when the one before
 * was answered finds the doze over. One thread waits; any thread rings.
 */
final class Doorbell {

  /** Little beside the milliseconds that the server takes, and enough for some messages. */
  private static final long DOZE_NANOS = 250_000;

  private volatile boolean delivered;
  private volatile boolean asked;
  private volatile boolean dozing;
  private volatile boolean asleep;
  private volatile @Nullable Thread waiting;

  /** A message has come. */
  void deliver() {
    if (!delivered) {
      delivered = true;
      if (!dozing) {
        wake();
      }
    }
  }

  /** The thread is wanted. */
  void ask() {
    asked = true;
    if (!asleep) {
      wake();
    }
  }

  private void wake() {
    Thread thread = waiting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /** Whether somebody has asked since the last time. */
  boolean takeAsked() {
    boolean was = asked;
    asked = false;
    return was;
  }

  /**
   * Waits until something has come since the last wait, or somebody asks.
   *
   * @param nanos how long at most
   * @param patient whether a question may wait for the doze to end, too
   */
  void await(long nanos, boolean patient) {
    long now = System.nanoTime();
    waiting = Thread.currentThread();
    asleep = patient;
    dozing = true;
    park(now + Math.min(nanos, DOZE_NANOS));
    dozing = false;
    asleep = false;
    park(now + nanos);
    waiting = null;
    delivered = false;
  }

  /** Until it is time, or there is something that does not wait for the end of a doze. */
  private void park(long until) {
    for (long left = until - System.nanoTime();
        left > 0
            && (dozing || !delivered)
            && (asleep || !asked)
            && !Thread.currentThread().isInterrupted();
        left = until - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }
}
