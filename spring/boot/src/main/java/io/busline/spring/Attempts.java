package io.busline.spring;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A thread that tries until it succeeds, and then stays until it is stopped: handlers run on daemon
 * threads, and an application that only handles events must not end by itself.
 */
final class Attempts {
  private static final Logger LOG = System.getLogger("io.busline.spring");

  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  private final BooleanSupplier attempt;
  private final CountDownLatch stopped = new CountDownLatch(1);

  Attempts(BooleanSupplier attempt) {
    this.attempt = attempt;
  }

  void start() {
    Thread thread = new Thread(this::run, "busline-spring");
    thread.setDaemon(false);
    thread.start();
  }

  private void run() {
    try {
      long pause = FIRST_PAUSE_MILLIS;
      while (!succeeds()) {
        if (stopped.await(pause, TimeUnit.MILLISECONDS)) {
          return;
        }
        pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
      }
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One that was stopped before its turn tries nothing, for another may have begun. */
  private synchronized boolean succeeds() {
    try {
      return stopped.getCount() == 0 || attempt.getAsBoolean();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "The start of the bus has failed, and is tried again", e);
      return false;
    }
  }

  /** Waits for an attempt that is under way. */
  synchronized void stop() {
    stopped.countDown();
  }
}
