package io.busline.outbox;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The events of one key that a relay holds: one at a time is on its way. For the relay's thread.
 */
final class Lane {
  final int slot;
  final @Nullable String key;
  final Deque<Row> rows = new ArrayDeque<>();

  /** Whether the first is on its way. */
  boolean busy;

  /** Whether it waits for its turn, or for a retry. */
  boolean queued;

  /** Whether its slot was lost or given up, so that only the answer under way still matters. */
  boolean dropped;

  /** How many events the broker had confirmed when the first was sent. */
  long sentAfter;

  /** When the first may be sent again, after a failure. */
  long retryAt;

  int failures;

  /** Below the first number that was read and not kept, for want of room; 0 if all were kept. */
  long leftOutAfter;

  Lane(int slot, @Nullable String key) {
    this.slot = slot;
    this.key = key;
  }

  /** Takes a row, or remembers to read it again. */
  boolean add(Row row) {
    if (leftOutAfter > 0) {
      return false;
    }
    if (key != null && rows.size() >= RelaySettings.MAX_HELD_OF_KEY) {
      leftOutAfter = row.seq() - 1;
      return false;
    }
    rows.add(row);
    return true;
  }

  boolean isOver() {
    return rows.isEmpty() && leftOutAfter == 0;
  }

  boolean wantsMore() {
    return leftOutAfter > 0 && failures == 0 && rows.size() < RelaySettings.MAX_HELD_OF_KEY / 10;
  }
}
