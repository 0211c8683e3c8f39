package io.busline.spi.log;

import io.busline.spi.log.Ledger.Span;
import java.util.List;

/** Reads on in one log for one consumer. Used by the consumer's thread. */
final class Reading {

  private final LogCursor cursor;
  private final TopicReader reader;
  private final LogProgress progress;

  Reading(LogCursor cursor, TopicReader reader, LogProgress progress) {
    this.cursor = cursor;
    this.reader = reader;
    this.progress = progress;
  }

  /**
   * Reads what is here of some slots, until a batch is full.
   *
   * @return whether anything was looked at
   */
  boolean read(int slots, int max, List<LogMessage> batch) {
    boolean any = false;
    boolean more = true;
    while (more && batch.size() < max) {
      Span span = progress.ledger().next(slots);
      Chunk chunk = reader.read(span, max - batch.size());
      if (chunk.readTo() <= span.after()) {
        return any;
      }
      enter(span, chunk, batch);
      any = true;
      more = !chunk.full();
    }
    return any;
  }

  private void enter(Span span, Chunk chunk, List<LogMessage> batch) {
    int before = batch.size();
    for (LogEntry entry : chunk.entries()) {
      LogMessage message = new LogMessage(cursor, entry);
      if (Slots.contains(span.slots(), message.slot)) {
        batch.add(message);
      }
    }
    progress.read(span.slots(), chunk.readTo(), batch.subList(before, batch.size()));
  }
}
