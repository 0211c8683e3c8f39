package io.busline.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch's {@link Batch#step} and {@link Batch#runTogether} in slow motion: begin, pass time, end.
 * What a worker's thread does in one call, a simulated worker does in several events, so that
 * anything can happen in between.
 */
public final class Steps {
  private Steps() {}

  /** Begins the next delivery; returns its index, or -1 if there is none left for the worker. */
  public static int begin(Batch batch) {
    return batch.claim();
  }

  /** Whether the begun delivery must be skipped instead of handled. */
  public static boolean mustSkip(Batch batch, int index) {
    return batch.isBehindUndone(index);
  }

  public static void skip(Batch batch, int index) {
    batch.end(index, Batch.SKIPPED);
  }

  public static void end(Batch batch, int index, @Nullable Throwable failure) {
    batch.end(index, failure);
  }

  /** Begins all deliveries at once; false if they were taken back. */
  public static boolean beginAll(Batch batch) {
    return batch.claimAll();
  }

  public static void endAll(Batch batch, List<@Nullable Throwable> failures) {
    batch.endAll(failures);
  }

  public static Delivery delivery(Batch batch, int index) {
    return batch.delivery(index);
  }

  /** How many deliveries, from the first, have not been taken back from the worker. */
  public static int heldCount(Batch batch) {
    return batch.heldCount();
  }
}
