package io.busline;

import java.lang.System.Logger.Level;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listener, if there is one, on a thread of its own and in order. One that is slow makes
 * the others wait a little; one that does not return loses what it is told, and that is logged.
 */
final class Signals {

  /** Enough for a listener that rests now and then, and little memory. */
  private static final int MOST_WAITING = 16_384;

  /** Longer than any collection of garbage that is worth its name, short for a broker's thread. */
  private static final long PATIENCE_MILLIS = 100;

  private final @Nullable EventBusListener listener;
  private final Aside aside = new Aside("busline-signals", 1);
  private final Semaphore room = new Semaphore(MOST_WAITING);
  private final AtomicLong lost = new AtomicLong();
  private volatile boolean stuck;

  Signals(@Nullable EventBusListener listener) {
    this.listener = listener;
  }

  /** Whether anybody listens; ask before making a signal for every event. */
  boolean isOn() {
    return listener != null;
  }

  void send(Signal signal) {
    EventBusListener told = listener;
    if (told == null) {
      return;
    }
    if (hasRoom()) {
      aside.add(() -> tell(told, signal));
    } else if (lost.getAndIncrement() == 0) {
      Log.write(
          Level.WARNING,
          "the listener does not return, so it is not told what happens until it does. Let it hand over what takes long");
    }
  }

  private boolean hasRoom() {
    if (room.tryAcquire()) {
      return true;
    }
    if (stuck) {
      return false;
    }
    try {
      stuck = !room.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      return !stuck;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void tell(EventBusListener told, Signal signal) {
    try {
      told.onSignal(signal);
    } catch (Throwable e) {
      Log.write(Level.WARNING, "the listener failed on " + signal.getClass().getSimpleName(), e);
    } finally {
      stuck = false;
      room.release();
      long missed = lost.getAndSet(0);
      if (missed > 0) {
        Log.write(
            Level.WARNING, "the listener returns again; it was not told " + missed + " signals");
      }
    }
  }

  /** Waits until the listener was told what has happened. */
  void close(long nanos) {
    aside.awaitDone(nanos);
  }
}
