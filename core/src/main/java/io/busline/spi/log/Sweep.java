package io.busline.spi.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the part of a log in which keys are behind. It finds every event of the keys with
 * which it began, except those that it has to give up. Used by the consumer's thread.
 */
final class Sweep {

  /** Small, because what was read and cannot be handed out yet waits in memory. */
  private static final int CHUNK = 64;

  private final TopicReader reader;
  private final int slots;
  private final long end;
  private final Set<Long> keys;
  private final Deque<LogEntry> entries = new ArrayDeque<>();
  private long readTo;

  /**
   * A pass that has not begun.
   *
   * @param slots the slots of the keys
   * @param after the position after which to begin
   * @param end the position of the last event to look for
   */
  Sweep(TopicReader reader, int slots, long after, long end, Set<Long> keys) {
    this.reader = reader;
    this.slots = slots;
    this.readTo = after;
    this.end = end;
    this.keys = new HashSet<>(keys);
  }

  /** The keys of which nothing up to the end is left, once it is over. */
  Set<Long> keys() {
    return keys;
  }

  int slots() {
    return slots;
  }

  long end() {
    return end;
  }

  /** A key cannot be handed out now, so it takes another pass. */
  void giveUp(long key) {
    keys.remove(key);
  }

  boolean isOver() {
    return entries.isEmpty() && (readTo >= end || keys.isEmpty());
  }

  /** Reads on if need be; false if nothing is here by now. May block for a round trip. */
  boolean read() {
    if (!entries.isEmpty()) {
      return true;
    }
    if (!reader.isStarted(readTo)) {
      reader.start(readTo);
    }
    Chunk chunk = reader.read(new Span(slots, readTo, end), CHUNK);
    if (chunk.readTo() <= readTo) {
      return false;
    }
    readTo = chunk.readTo();
    entries.addAll(chunk.entries());
    return true;
  }

  @Nullable LogEntry peek() {
    return entries.peek();
  }

  void pass() {
    entries.remove();
  }
}
