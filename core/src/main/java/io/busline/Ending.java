package io.busline;

import io.busline.DrainReport.Abandoned;
import io.busline.spi.Broker;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How a bus ends: handlers first, then what they published, then the connection. Each is given what
 * is left of the time, and left behind, on a thread that holds up no process, if that is too short.
 */
record Ending(
    Subscriptions subscriptions,
    Publisher publisher,
    HandlerThreads threads,
    Watch watch,
    Signals signals,
    @Nullable Broker broker) {

  /** What broker and listener are given at least: it takes milliseconds if they are well. */
  private static final long LAST_NANOS = 500_000_000;

  DrainReport end(Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    try {
      List<Abandoned> abandoned = subscriptions.drain(deadline);
      int unconfirmed = publisher.close(Math.max(0, end - System.nanoTime()));
      return new DrainReport(abandoned, unconfirmed);
    } finally {
      threads.close();
      watch.close();
      closeBroker(Math.max(LAST_NANOS, end - System.nanoTime()));
      signals.close(LAST_NANOS);
    }
  }

  private void closeBroker(long nanos) {
    if (broker == null) {
      return;
    }
    CompletableFuture<Void> closed =
        CompletableFuture.runAsync(
            broker::close, closing -> HandlerThreads.startOwner("close-broker", closing));
    try {
      closed.get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      Log.write(Level.WARNING, "the broker's connection did not close in time and is left behind");
    } catch (ExecutionException e) {
      throwUnchecked(e.getCause());
    }
  }

  private static void throwUnchecked(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
  }
}
