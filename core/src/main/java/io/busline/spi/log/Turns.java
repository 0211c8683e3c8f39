package io.busline.spi.log;

import io.busline.spi.Inbox;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The logs of one consumer, which are read by turns. Used by the consumer's thread, except {@link
 * #reports}.
 */
final class Turns {

  /** Of many logs with a backlog, each gets at least this many events a turn. */
  private static final int TURN = 16;

  private final Map<String, LogCursor> order = new LinkedHashMap<>();

  /** The same for other threads. */
  private final Map<String, LogCursor> cursors = new ConcurrentHashMap<>();

  boolean contains(String log) {
    return order.containsKey(log);
  }

  void add(LogCursor cursor) {
    order.put(cursor.name(), cursor);
    cursors.put(cursor.name(), cursor);
  }

  Collection<LogCursor> all() {
    return order.values();
  }

  /** Removes those that fit. */
  void removeIf(Predicate<LogCursor> unwanted) {
    order
        .values()
        .removeIf(cursor -> unwanted.test(cursor) && cursors.remove(cursor.name()) != null);
  }

  /** When the first of them wants to be tended. */
  long tendAt() {
    long next = Long.MAX_VALUE;
    for (LogCursor cursor : order.values()) {
      next = Math.min(next, cursor.tendAt());
    }
    return next;
  }

  /** Whether something may be found at once, though nothing was. */
  boolean hasMore() {
    return order.values().stream().anyMatch(LogCursor::hasMore);
  }

  boolean isDraining() {
    return order.values().stream().anyMatch(LogCursor::isDraining);
  }

  /** Hands out up to this many messages; returns how many. */
  int deliver(int max, Inbox inbox) {
    int room = max;
    List<LogCursor> all = List.copyOf(order.values());
    int turnsLeft = all.size();
    for (LogCursor cursor : all) {
      int fair = turnsLeft-- > 1 ? Math.min(room, Math.max(TURN, room / 2)) : room;
      int delivered = room > 0 ? cursor.deliver(fair, inbox) : 0;
      room -= delivered;
      if (delivered > 0 && all.size() > 1) {
        // A log that had a turn goes to the end of the line.
        order.remove(cursor.name());
        order.put(cursor.name(), cursor);
      }
    }
    return max - room;
  }

  /** What was done so far. Any thread. */
  List<LogProgress.Report> reports() {
    return cursors.values().stream().map(LogCursor::report).toList();
  }
}
