package io.busline.delivery;

/**
 * How many deliveries to hand to a worker at once. A hand-over costs some microseconds, so a fast
 * handler gets as many as keep it busy for {@link #TARGET_NANOS}; a slow one gets one at a time, so
 * that all workers share what there is.
 */
final class BatchSizer {

  /** Some hundred times a hand-over's cost, and little against any latency one can notice. */
  private static final long TARGET_NANOS = 200_000;

  private final int max;
  private final boolean whole;
  private int size = 1;

  BatchSizer(MachineSettings settings) {
    this.max = settings.maxBatch();
    this.whole = settings.whole();
  }

  int size(int backlog, int freeWorkers) {
    if (whole) {
      return max;
    }
    int share = (backlog + freeWorkers - 1) / freeWorkers;
    return Math.max(1, Math.min(share, size));
  }

  /**
   * Learns from a finished batch; grows by at most the double, so that one lucky run misleads
   * little.
   */
  void learn(int handled, long elapsedNanos) {
    if (handled > 0 && elapsedNanos > 0) {
      long perDelivery = Math.max(1, elapsedNanos / handled);
      long wanted = Math.min(TARGET_NANOS / perDelivery, 2L * size);
      size = (int) Math.max(1, Math.min(wanted, max));
    }
  }
}
