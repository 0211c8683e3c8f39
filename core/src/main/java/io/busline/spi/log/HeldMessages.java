package io.busline.spi.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The messages of one log that a consumer has: those it handed out, and those that came back or
 * were left open by an owner before, which are handed out before anything else. Used by the
 * consumer's thread.
 */
final class HeldMessages {

  /** What has to wait for others of its slot must not fill the memory. */
  private static final int MOST_RETURNED = 1_000;

  private final Map<Long, LogMessage> held = new HashMap<>();
  private final NavigableMap<Long, LogMessage> returned = new TreeMap<>();

  void hold(LogMessage message) {
    held.put(message.position, message);
  }

  boolean holds(LogMessage message) {
    return message.equals(held.get(message.position));
  }

  /** Returns false if it was not held. */
  boolean letGo(LogMessage message) {
    return held.remove(message.position, message);
  }

  /** Has a message handed out again. */
  void putBack(LogMessage message) {
    returned.put(message.position, message);
  }

  /** Whether so much waits to be handed out that nothing more should be read. */
  boolean isFull() {
    return returned.size() >= MOST_RETURNED;
  }

  /** How many messages wait to be handed out. */
  int returned() {
    return returned.size();
  }

  boolean isReturned(long position) {
    return returned.containsKey(position);
  }

  /** Takes what is to be handed out of some slots, in order, until a batch is full. */
  void takeReturned(int slots, int max, List<LogMessage> batch) {
    Iterator<LogMessage> messages = returned.values().iterator();
    while (messages.hasNext() && batch.size() < max) {
      LogMessage message = messages.next();
      if (Slots.contains(slots, message.slot)) {
        messages.remove();
        batch.add(message);
      }
    }
  }

  /** Takes what is to be handed out of the key of a message, behind it. */
  List<LogMessage> takeBehind(LogMessage message) {
    List<LogMessage> behind = new ArrayList<>();
    returned
        .tailMap(message.position, false)
        .values()
        .removeIf(
            each -> Objects.equals(each.orderingKey(), message.orderingKey()) && behind.add(each));
    return behind;
  }

  /** The slots of which nothing is held. */
  int idle() {
    int idle = Slots.ALL;
    for (LogMessage message : held.values()) {
      idle &= ~(1 << message.slot);
    }
    return idle;
  }

  /** Drops everything of some slots beyond a position; returns what was held. */
  List<LogMessage> lose(int slots, long after) {
    List<LogMessage> lost = new ArrayList<>();
    held.values().removeIf(m -> isLost(m, slots, after) && lost.add(m));
    returned.values().removeIf(m -> isLost(m, slots, after));
    return lost;
  }

  private static boolean isLost(LogMessage message, int slots, long after) {
    return message.position > after && Slots.contains(slots, message.slot);
  }
}
