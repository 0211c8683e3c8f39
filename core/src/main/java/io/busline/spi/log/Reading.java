package io.busline.spi.log;

import java.util.ArrayList;
import java.util.List;

/** Reads on in one log for one consumer. Used by the consumer's thread. */
final class Reading {

  /** As many events at most are looked at before others have a turn, if all wait for their keys. */
  private static final int MOST_PASSED_OVER = 2_000;

  private final LogCursor cursor;
  private final TopicReader reader;
  private final LogProgress progress;
  private boolean hasMore;

  Reading(LogCursor cursor, TopicReader reader, LogProgress progress) {
    this.cursor = cursor;
    this.reader = reader;
    this.progress = progress;
  }

  /** Whether more may be here. */
  boolean hasMore() {
    return hasMore;
  }

  /**
   * Reads what is here of some slots, until a batch is full.
   *
   * @return whether anything was looked at
   */
  boolean read(int slots, int max, List<LogMessage> batch) {
    boolean any = false;
    boolean full = false;
    int looked = 0;
    hasMore = false;
    while (!full && batch.size() < max) {
      if (looked > MOST_PASSED_OVER) {
        hasMore = true;
        return true;
      }
      Span span = progress.ledger().next(slots);
      Chunk chunk = reader.read(span, max - batch.size());
      if (chunk.readTo() <= span.after()) {
        return any;
      }
      enter(span, chunk, batch);
      any = true;
      full = chunk.full();
      looked += chunk.entries().size();
    }
    return any;
  }

  private void enter(Span span, Chunk chunk, List<LogMessage> batch) {
    List<LogMessage> found = new ArrayList<>(chunk.entries().size());
    for (LogEntry entry : chunk.entries()) {
      LogMessage message = new LogMessage(cursor, entry);
      if (Slots.contains(span.slots(), message.slot)) {
        found.add(message);
      }
    }
    progress.read(span.slots(), chunk.readTo(), found, batch);
  }
}
