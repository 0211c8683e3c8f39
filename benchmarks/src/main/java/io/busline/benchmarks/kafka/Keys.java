package io.busline.benchmarks.kafka;

import io.busline.benchmarks.load.Counter;
import io.busline.benchmarks.load.Handling;
import io.busline.benchmarks.load.Order;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A handler that waits for something else most of the time, and watches the order of each key. */
final class Keys implements Handling {
  private static final int COUNT = 1_000;
  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** The last number of each key that was handled. */
  private final Map<String, BigDecimal> last = new ConcurrentHashMap<>();

  private final Counter handled = new Counter();
  private volatile @Nullable String fault;

  /** Orders of one key have growing amounts. */
  static Order order(int number) {
    return new Order(
        "o-" + number % COUNT, "user", BigDecimal.valueOf(number), Instant.EPOCH, null);
  }

  @Override
  public void handle(Order order) {
    if (order.equals(KafkaClients.FIRST)) {
      return;
    }
    BigDecimal before = last.get(order.orderId());
    if (before != null && before.compareTo(order.amount()) >= 0) {
      fault = "%s came after %s of key %s".formatted(order.amount(), before, order.orderId());
    }
    long end = System.nanoTime() + WAIT_NANOS;
    for (long left = WAIT_NANOS; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    last.put(order.orderId(), order.amount());
    handled.increment();
  }

  @Override
  public long handled() {
    return handled.count();
  }

  /**
   * Checks what was handled so far.
   *
   * @throws IllegalStateException if two events of a key were out of order
   */
  void requireOrder() {
    if (fault != null) {
      throw new IllegalStateException("the order of a key was lost: " + fault);
    }
  }
}
