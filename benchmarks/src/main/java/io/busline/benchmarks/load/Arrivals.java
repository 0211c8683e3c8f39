package io.busline.benchmarks.load;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * How late the orders of a sample were handled, each measured from when it was due. Whoever reads
 * the result has seen all of them counted as handled, by a pipe that counts after this was told.
 */
public final class Arrivals implements Consumer<Order> {

  /** One sample's orders: those of some numbers, one of them due every so often. */
  private static final class Expected {
    private final int first;
    private final long interval;
    private final long[] late;
    private final long start = System.nanoTime();

    Expected(int first, int count, long interval) {
      this.first = first;
      this.interval = interval;
      this.late = new long[count];
    }

    long due(int place) {
      return start + place * interval;
    }
  }

  private volatile Expected expected = new Expected(0, 0, 0);

  /** Expects orders from a number on, the first of them now. */
  void expect(int first, int count, long interval) {
    expected = new Expected(first, count, interval);
  }

  /** When the order of a number is due, in nanoseconds. */
  long due(int number) {
    Expected now = expected;
    return now.due(number - now.first);
  }

  @Override
  public void accept(Order order) {
    long time = System.nanoTime();
    Expected now = expected;
    int place = Integer.parseInt(order.orderId().substring("o-".length())) - now.first;
    if (place >= 0 && place < now.late.length && now.late[place] == 0) {
      now.late[place] = Math.max(1, time - now.due(place));
    }
  }

  /**
   * All of them, in nanoseconds, the least late first.
   *
   * @throws IllegalStateException if one has not come, for then others came twice
   */
  public long[] sorted() {
    long[] sorted = expected.late.clone();
    Arrays.sort(sorted);
    if (sorted.length > 0 && sorted[0] == 0) {
      throw new IllegalStateException("an event has not come and others were counted twice");
    }
    return sorted;
  }

  /** The value that a share of sorted ones does not exceed: the nearest rank. */
  public static long percentile(long[] sorted, double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }
}
