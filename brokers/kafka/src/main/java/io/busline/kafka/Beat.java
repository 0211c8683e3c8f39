package io.busline.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How an instance of a group tells the others that it lives: a number that grows, in what it
 * commits. With the newer protocol a server misses a member after 45 s by default, and does not let
 * a group have less. For the reading thread; the one that commits only reads it.
 */
final class Beat {
  /** How often it is told. */
  static final Duration EVERY = Duration.ofSeconds(2);

  /** What the name of an instance that tells begins with; nothing is expected of any other one. */
  static final String INSTANCE = "busline-beats-";

  private final AtomicLong count = new AtomicLong();
  private long dueAt = System.nanoTime();

  /** Whether it is to be told; it is another number then. */
  boolean isDue() {
    long now = System.nanoTime();
    if (now - dueAt < 0) {
      return false;
    }
    dueAt = now + EVERY.toNanos();
    count.incrementAndGet();
    return true;
  }

  @Override
  public String toString() {
    return Long.toString(count.get(), Character.MAX_RADIX);
  }
}
