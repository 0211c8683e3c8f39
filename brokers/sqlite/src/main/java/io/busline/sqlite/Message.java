package io.busline.sqlite;

import io.busline.event.Event;
import io.busline.spi.InboundMessage;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event read from the log. */
final class Message implements InboundMessage {
  final Cursor cursor;
  final long seq;
  final int slot;
  private final Event<byte[]> event;
  private final @Nullable String defect;
  private @Nullable Retry retry;

  /**
   * What is known about earlier attempts.
   *
   * @param attempts how many there were
   * @param notBefore when the next is due
   */
  record Retry(int attempts, Instant notBefore) {
    static Retry oneMore(@Nullable Retry before) {
      return before == null
          ? new Retry(1, Instant.EPOCH)
          : new Retry(before.attempts + 1, before.notBefore);
    }
  }

  Message(Cursor cursor, long seq, int slot, Event<byte[]> event, @Nullable String defect) {
    this.cursor = cursor;
    this.seq = seq;
    this.slot = slot;
    this.event = event;
    this.defect = defect;
  }

  void retry(@Nullable Retry noted) {
    retry = noted;
  }

  @Override
  public String topic() {
    return cursor.name;
  }

  @Override
  public Event<byte[]> event() {
    return event;
  }

  @Override
  public int priorAttempts() {
    return retry == null ? 0 : retry.attempts();
  }

  @Override
  public Optional<Instant> notBefore() {
    return Optional.ofNullable(retry).map(Retry::notBefore);
  }

  @Override
  public Optional<String> defect() {
    return Optional.ofNullable(defect);
  }

  @Override
  public String toString() {
    return "%s at %d of %s".formatted(event, seq, cursor.name);
  }
}
