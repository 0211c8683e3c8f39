package io.busline.outbox;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Which slot an event belongs to: that of its key, or any in turn. Safe for all threads. */
final class Slots {
  /** Spreads the low bits of hash codes, which are alike for keys that are alike. */
  private static final int GOLDEN = 0x9E3779B9;

  private final int count;
  private final AtomicInteger turn = new AtomicInteger();

  Slots(int count) {
    this.count = count;
  }

  int count() {
    return count;
  }

  /** The same in every process and release, for the order of a key hangs on it. */
  int of(@Nullable String key) {
    int hash = key == null ? turn.getAndIncrement() : key.hashCode() * GOLDEN;
    return Math.floorMod(hash ^ (hash >>> 16), count);
  }
}
