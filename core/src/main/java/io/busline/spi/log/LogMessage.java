package io.busline.spi.log;

import io.busline.event.Event;
import io.busline.spi.InboundMessage;
import io.busline.spi.log.SlotRecord.Retry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event that a consumer has read from a log. */
final class LogMessage implements InboundMessage {
  final LogCursor cursor;
  final long position;
  final int slot;
  private final LogEntry entry;
  private @Nullable Retry retry;

  /** The key that was behind when it was found, while it is held because of that. */
  @Nullable BehindKey behind;

  LogMessage(LogCursor cursor, LogEntry entry) {
    this.cursor = cursor;
    this.position = entry.position();
    this.slot = Slots.of(entry.event().keyOrNull(), position);
    this.entry = entry;
  }

  void retry(@Nullable Retry noted) {
    retry = noted;
  }

  boolean isHeld() {
    return cursor.settlement().isHeld(this);
  }

  /** It is done, and that is written down; false if it was not held any more. */
  boolean stored() {
    return cursor.settlement().stored(this);
  }

  @Override
  public String topic() {
    return entry.topic();
  }

  @Override
  public String position() {
    return Long.toString(position);
  }

  @Override
  public Event<byte[]> event() {
    return entry.event();
  }

  @Override
  public Map<String, String> headers() {
    return entry.headers();
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
    return Optional.ofNullable(entry.defect());
  }

  @Override
  public String toString() {
    return "%s at %d of %s".formatted(event(), position, cursor.name());
  }
}
