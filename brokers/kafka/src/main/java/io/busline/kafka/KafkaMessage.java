package io.busline.kafka;

import io.busline.event.Event;
import io.busline.kafka.Bookmark.Retry;
import io.busline.kafka.Records.Content;
import io.busline.spi.InboundMessage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event read from a partition, as it is handed over once. */
final class KafkaMessage implements InboundMessage {
  final Window window;
  final long offset;
  final int size;
  final Content content;
  private final @Nullable Retry retry;

  /** What the window knows of the event; the same for every time that it is handed over. */
  final Window.Entry entry;

  KafkaMessage(
      Window window,
      long offset,
      int size,
      Content content,
      @Nullable Retry retry,
      Window.Entry entry) {
    this.window = window;
    this.offset = offset;
    this.size = size;
    this.content = content;
    this.retry = retry;
    this.entry = entry;
  }

  @Override
  public String topic() {
    return window.partition().topic();
  }

  @Override
  public String position() {
    return "partition %d, offset %d".formatted(window.partition().partition(), offset);
  }

  @Override
  public Event<byte[]> event() {
    return content.event();
  }

  @Override
  public Map<String, String> headers() {
    return content.context();
  }

  @Override
  public @Nullable String orderingKey() {
    return content.key();
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
    return Optional.ofNullable(content.defect());
  }

  @Override
  public String toString() {
    return "%s at %d of %s".formatted(event(), offset, window.partition());
  }
}
