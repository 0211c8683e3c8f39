package io.busline.benchmarks.load;

import io.busline.EventBus;
import io.busline.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A group that counts what it handles. */
public final class Reader implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final Counter seen = new Counter();
  private final Subscription subscription;

  public Reader(EventBus bus, String group, String pattern) {
    subscription =
        bus.subscription(group)
            .onPattern(pattern, byte[].class, event -> seen.increment())
            .subscribe();
  }

  public void await(long count) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (seen.count() < count) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("%d of %d events came".formatted(seen.count(), count));
      }
      LockSupport.parkNanos(50_000);
    }
  }

  /** The group stays, and what comes meanwhile waits for it. */
  @Override
  public void close() {
    subscription.close();
  }
}
