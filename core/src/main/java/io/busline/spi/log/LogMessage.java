package io.busline.spi.log;

import io.busline.event.Event;
import io.busline.spi.InboundMessage;
import io.busline.spi.log.SlotRecord.Retry;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event that a consumer has read from a log. */
final class LogMessage implements InboundMessage {
  final LogCursor cursor;
  final long position;
  final int slot;
  private final InboundMessage content;
  private @Nullable Retry retry;

  LogMessage(LogCursor cursor, long position, InboundMessage content) {
    this.cursor = cursor;
    this.position = position;
    this.slot = Slots.of(content.orderingKey(), position);
    this.content = content;
  }

  void retry(@Nullable Retry noted) {
    retry = noted;
  }

  @Override
  public String topic() {
    return content.topic();
  }

  @Override
  public Event<byte[]> event() {
    return content.event();
  }

  @Override
  public @Nullable String orderingKey() {
    return content.orderingKey();
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
    return content.defect();
  }

  @Override
  public String toString() {
    return "%s at %d of %s".formatted(event(), position, cursor.name());
  }
}
