package io.busline;

import java.lang.System.Logger.Level;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Tells users' code something, on a thread of its own and in order. Code that is slow makes others
 * wait a little; code that does not return loses what it is told, and that is logged.
 */
final class Notifier {

  /** Enough for a listener that rests now and then, and little memory. */
  private static final int MOST_WAITING = 16_384;

  /** Longer than any collection of garbage that is worth its name, short for a broker's thread. */
  private static final long PATIENCE_MILLIS = 100;

  private final String who;
  private final BiConsumer<String, Throwable> whenFailed;
  private final Aside aside;
  private final Semaphore room = new Semaphore(MOST_WAITING);
  private final AtomicLong lost = new AtomicLong();
  private volatile boolean stuck;

  /**
   * Creates one without a thread.
   *
   * @param thread the name of its thread
   * @param who whom it tells, as the subject of a sentence
   * @param whenFailed takes what was told and what was thrown
   */
  Notifier(String thread, String who, BiConsumer<String, Throwable> whenFailed) {
    this.who = who;
    this.whenFailed = whenFailed;
    this.aside = new Aside(thread, 1);
  }

  /** Has something told; throws nothing. */
  void tell(String what, Runnable telling) {
    tell(
        new Telling(this) {
          @Override
          String about() {
            return what;
          }

          @Override
          void tell() {
            telling.run();
          }
        });
  }

  /** As above. */
  void tell(Telling telling) {
    if (hasRoom()) {
      aside.add(telling);
    } else if (lost.getAndIncrement() == 0) {
      Log.write(
          Level.WARNING,
          who
              + " does not return, so it is not told what happens until it does. Let it hand over what takes long");
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

  /** On the notifier's thread. */
  void carryOut(Telling telling) {
    try {
      telling.tell();
    } catch (Throwable e) {
      whenFailed.accept(telling.about(), e);
    } finally {
      stuck = false;
      room.release();
      long missed = lost.getAndSet(0);
      if (missed > 0) {
        Log.write(Level.WARNING, who + " returns again; it was not told " + missed + " signals");
      }
    }
  }

  /** Waits until everything was told that has happened. */
  void close(long nanos) {
    aside.awaitDone(nanos);
  }
}
