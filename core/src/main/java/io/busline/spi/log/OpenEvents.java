package io.busline.spi.log;

import java.util.List;
import java.util.Map;

/**
 * The events that owners before have left open, in slots that were taken over. They are fetched one
 * by one, for they may be few and far between, and handled before anything else of their slots.
 */
final class OpenEvents {

  /** How many are asked for at a time. */
  private static final int AT_ONCE = 256;

  private int slots;

  /** The slots whose open events are not all here. */
  int slots() {
    return slots;
  }

  void gained(int taken) {
    slots |= taken;
  }

  void lost(int gone) {
    slots &= ~gone;
  }

  /**
   * Fetches what is missing. Blocks if there is something.
   *
   * @return whether some of it is gone from the log, and so counts as done
   */
  boolean fetch(LogCursor cursor, TopicReader reader, LogProgress progress, HeldMessages held) {
    boolean isGone = false;
    while (slots != 0) {
      List<Long> open =
          progress.ledger().again(slots, Integer.MAX_VALUE).stream()
              .map(Map.Entry::getKey)
              .filter(position -> !held.isReturned(position))
              .limit(AT_ONCE)
              .toList();
      if (open.isEmpty()) {
        slots = 0;
        return isGone;
      }
      Map<Long, LogEntry> there = reader.fetch(open);
      there.values().forEach(entry -> held.putBack(new LogMessage(cursor, entry)));
      isGone |= there.size() < open.size();
      progress.change(
          ours ->
              open.stream().filter(position -> !there.containsKey(position)).forEach(ours::done));
    }
    return isGone;
  }
}
