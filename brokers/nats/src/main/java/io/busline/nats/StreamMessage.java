package io.busline.nats;

import io.busline.event.Event;
import io.busline.nats.SlotRecord.Retry;
import io.busline.spi.InboundMessage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event read from a stream. */
final class StreamMessage implements InboundMessage {
  final Cursor cursor;
  final long seq;
  final int slot;
  private final String topic;
  private final InboundMessage content;
  private @Nullable Retry retry;

  StreamMessage(Cursor cursor, long seq, int slot, String topic, InboundMessage content) {
    this.cursor = cursor;
    this.seq = seq;
    this.slot = slot;
    this.topic = topic;
    this.content = content;
  }

  void retry(@Nullable Retry noted) {
    retry = noted;
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public Event<byte[]> event() {
    return content.event();
  }

  @Override
  public Map<String, String> headers() {
    return content.headers();
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
    return "%s at %d of %s".formatted(event(), seq, cursor.stream());
  }
}
