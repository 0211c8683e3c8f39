package io.busline.memory;

import io.busline.event.Event;
import io.busline.spi.Identity;
import java.util.Arrays;

/**
 * An index of the log's last events by id, to recognise one that is published again. It catches up
 * with the log when it is asked, so where every id is new it costs nothing. Chains hold positions
 * from new to old: what is too old to count is where a chain ends, and nothing is ever taken out.
 * Guarded by the broker's lock.
 */
final class RecentIds {

  /** How many of the last events are recognised. */
  static final int WINDOW = 65_536;

  private static final int CHAINS = 2 * WINDOW;

  private final MemoryLog log;
  private long[] newest = {};
  private long[] before = {};
  private long indexed;

  RecentIds(MemoryLog log) {
    this.log = log;
  }

  /** The position of an event that is the same as one about to be appended, or -1. */
  long find(Event<byte[]> event) {
    long oldest = Math.max(0, log.end() - WINDOW);
    catchUp(oldest);
    long position = newest[chain(event)];
    while (position >= oldest) {
      StoredEvent stored = log.read(position);
      if (!stored.type.isDeleted && Identity.isSame(event, stored.event)) {
        return position;
      }
      position = before[(int) position & (WINDOW - 1)];
    }
    return -1;
  }

  private void catchUp(long oldest) {
    if (newest.length == 0) {
      newest = new long[CHAINS];
      before = new long[WINDOW];
      Arrays.fill(newest, -1);
    }
    for (indexed = Math.max(indexed, oldest); indexed < log.end(); indexed++) {
      int chain = chain(log.read(indexed).event);
      before[(int) indexed & (WINDOW - 1)] = newest[chain];
      newest[chain] = indexed;
    }
  }

  private static int chain(Event<?> event) {
    int hash = event.id().hashCode();
    return (hash ^ (hash >>> 16)) & (CHAINS - 1);
  }
}
