package io.busline.sqlite;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Up to where the consumers of this process know of the log. What the process writes itself need
 * not be looked for. Safe for use by several threads.
 */
final class Told {
  private final AtomicLong through = new AtomicLong();

  /** Consumers were told; what comes after a gap is still to be looked for. */
  void add(Growth growth) {
    through.updateAndGet(
        known -> growth.after() <= known ? Math.max(known, growth.through()) : known);
  }

  long through() {
    return through.get();
  }
}
