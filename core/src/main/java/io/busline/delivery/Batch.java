package io.busline.delivery;

import io.busline.delivery.Delivery.State;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that one worker handles one after another. Handing over many at a time makes the
 * hand-over cheap; the machine can still take back at any moment what the worker has not begun, so
 * a slow delivery delays none behind it for long.
 *
 * <p>The worker calls {@link #step}, or {@link #runTogether}; everything else belongs to the
 * machine's owner. The two meet in a claim per delivery and a count of the finished ones.
 */
public final class Batch {

  /** A claim count that no worker passes: what it has not begun by then was taken back. */
  private static final int CLOSED = Integer.MAX_VALUE / 2;

  /** Stands for a delivery not run because one of its key, earlier in the batch, is not done. */
  static final Object SKIPPED = new Object();

  private final Delivery[] deliveries;
  private final @Nullable Object[] outcomes;
  private final AtomicInteger claimed = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private volatile long elapsedNanos;

  /** The owner's marks. */
  int settled;

  int seenAtCheck;
  int takenBackFrom = CLOSED;
  long startedAt;
  long checkAt;
  long takeBackAt;
  boolean finished;
  boolean stuck;

  Batch(List<Delivery> deliveries) {
    this.deliveries = deliveries.toArray(Delivery[]::new);
    this.outcomes = new Object[this.deliveries.length];
  }

  /** What a worker does with a delivery. */
  @FunctionalInterface
  public interface Step {
    /**
     * Handles a delivery.
     *
     * @param delivery the delivery
     * @return null if it went well, a throwable if it went wrong, else what must be stored before
     *     it is done; see {@link Actions#complete}
     */
    @Nullable Object handle(Delivery delivery);
  }

  /** What a worker does with all deliveries of a batch at once. */
  @FunctionalInterface
  public interface Together {
    /**
     * Handles the deliveries.
     *
     * @param deliveries the deliveries, in order
     * @return for each, null if it went well, else what went wrong
     */
    List<@Nullable Throwable> handle(List<Delivery> deliveries);
  }

  /**
   * Handles the next delivery.
   *
   * @param step what to do with it
   * @return false if there was none left
   */
  public boolean step(Step step) {
    int i = claim();
    if (i < 0) {
      return false;
    }
    end(i, isBehindUndone(i) ? SKIPPED : step.handle(deliveries[i]));
    return true;
  }

  /** Begins the next delivery; returns its index, or -1 if there is none left. */
  int claim() {
    int i = done.getPlain();
    return i < deliveries.length && claimed.compareAndSet(i, i + 1) ? i : -1;
  }

  /** Ends the delivery that was begun. */
  void end(int i, @Nullable Object outcome) {
    outcomes[i] = outcome;
    done.setRelease(i + 1);
  }

  /**
   * Handles all deliveries at once.
   *
   * @param together what to do with them
   */
  public void runTogether(Together together) {
    if (claimAll()) {
      endAll(together.handle(List.of(deliveries)));
    }
  }

  boolean claimAll() {
    return claimed.compareAndSet(0, deliveries.length);
  }

  void endAll(List<@Nullable Throwable> failures) {
    for (int i = 0; i < deliveries.length; i++) {
      outcomes[i] = isBehindUndone(i) ? SKIPPED : failures.get(i);
    }
    done.setRelease(deliveries.length);
  }

  /**
   * Whether one of the same key, earlier in the batch, is not done. Those of a key are next to each
   * other, and what is behind a skipped one is skipped too.
   */
  boolean isBehindUndone(int i) {
    String key = deliveries[i].key();
    return key != null && i > 0 && outcomes[i - 1] != null && key.equals(deliveries[i - 1].key());
  }

  /**
   * Says how long the worker took, for sizing the next batches.
   *
   * @param nanos the time by a real clock
   */
  public void took(long nanos) {
    elapsedNanos = nanos;
  }

  /**
   * How many deliveries there are.
   *
   * @return the number
   */
  public int size() {
    return deliveries.length;
  }

  Delivery delivery(int index) {
    return deliveries[index];
  }

  @Nullable Object outcome(int index) {
    return outcomes[index];
  }

  int doneCount() {
    return Math.min(done.getAcquire(), takenBackFrom);
  }

  long elapsedNanos() {
    return elapsedNanos;
  }

  /**
   * Takes back what the worker has not begun. One that it has begun only to skip it belongs to that
   * too; otherwise those behind it would be back before it.
   */
  List<Delivery> takeBack() {
    int begun = claimed.getAndSet(CLOSED);
    if (begun >= CLOSED) {
      return List.of();
    }
    if (begun > done.getAcquire() && isBehindUndone(begun - 1)) {
      begun--;
    }
    takenBackFrom = begun;
    return begun == deliveries.length
        ? List.of()
        : Arrays.asList(deliveries).subList(begun, deliveries.length);
  }

  /** How many deliveries the worker has begun, once the rest was taken back. */
  int begunCount() {
    return Math.min(Math.min(claimed.get(), takenBackFrom), deliveries.length);
  }

  /** How many deliveries have not been taken back. */
  int heldCount() {
    return Math.min(takenBackFrom, deliveries.length);
  }

  /** Visits what is held of it, and not settled. */
  void forEachHeld(Consumer<Delivery> visitor) {
    for (int i = settled; i < heldCount(); i++) {
      if (deliveries[i].state != State.GONE) {
        visitor.accept(deliveries[i]);
      }
    }
  }

  /** Whether a worker has begun a delivery and not finished it. */
  boolean isInProgress() {
    return begunCount() > done.getAcquire();
  }
}
