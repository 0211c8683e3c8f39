package io.busline;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Closes a bus when its process is told to end. Until then the JVM knows the bus by this; a bus
 * that was closed before is forgotten.
 */
final class ShutdownHook {

  /** What a bus that closes takes beyond its time, where a broker blocks. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  private final Thread thread;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Duration deadline;

  ShutdownHook(EventBus bus, Duration closeTimeout) {
    this.deadline = closeTimeout;
    this.thread = new Thread(() -> run(bus), "busline-shutdown");
  }

  private void run(EventBus bus) {
    bus.close();
    // The application may be closing it already, and the JVM ends once its hooks have ended.
    try {
      if (!over.await(deadline.plus(SLACK).toNanos(), TimeUnit.NANOSECONDS)) {
        Log.write(Level.WARNING, "the process ends while " + bus + " is still closing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void add() {
    try {
      Runtime.getRuntime().addShutdownHook(thread);
    } catch (IllegalStateException e) {
      Log.write(Level.DEBUG, "a bus was connected while the process ends; nothing will close it");
    }
  }

  /** Closes the bus, which the end of the process waits for. */
  DrainReport during(Duration within, Supplier<DrainReport> ending) {
    deadline = within;
    try {
      return ending.get();
    } finally {
      over();
    }
  }

  private void over() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException e) {
      // The process ends, and this hook with it.
    }
  }
}
