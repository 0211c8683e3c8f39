package io.busline;

import java.util.random.RandomGenerator;

/** When to ask a broker again that was out of reach: doubling, with jitter, up to a few seconds. */
final class Backoff {
  private static final long FIRST_NANOS = 100_000_000;
  private static final long LONGEST_NANOS = 5_000_000_000L;

  private final RandomGenerator random;
  private long delay;
  private long until;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /** Notes a failure; true for the first since the last success. */
  boolean failed(long now) {
    boolean first = delay == 0;
    delay = first ? FIRST_NANOS : Math.min(LONGEST_NANOS, delay * 2);
    until = now + delay / 2 + (long) (random.nextDouble() * (delay / 2.0));
    return first;
  }

  /** Notes a success; true if a failure came before it. */
  boolean succeeded() {
    boolean recovered = delay > 0;
    delay = 0;
    return recovered;
  }

  boolean isOver(long now) {
    return delay == 0 || now - until >= 0;
  }

  long left(long now) {
    return Math.max(0, until - now);
  }
}
