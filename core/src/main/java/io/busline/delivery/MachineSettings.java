package io.busline.delivery;

/**
 * The bounds of a machine.
 *
 * @param concurrency how many batches may be with workers at once
 * @param capacity how many deliveries may be held: running, ready, parked and waiting
 * @param maxBatch how many deliveries a worker is given at most
 * @param handlerTimeoutNanos after how long a delivery with a worker has failed; looked at once in
 *     that time, so that no handler is given less, nor more than twice as much
 * @param whole whether a batch is handled as one, so that its size follows {@code maxBatch} and not
 *     the handler's speed
 */
public record MachineSettings(
    int concurrency, int capacity, int maxBatch, long handlerTimeoutNanos, boolean whole) {

  /** Checks that nothing is below one. */
  public MachineSettings {
    if (concurrency < 1 || capacity < 1 || maxBatch < 1 || handlerTimeoutNanos < 1) {
      throw new IllegalArgumentException("every bound is at least 1");
    }
  }
}
