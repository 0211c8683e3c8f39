package io.busline.rabbitmq;

import io.busline.event.Event;
import io.busline.rabbitmq.Messages.Content;
import io.busline.spi.InboundMessage;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event as it was delivered to a {@link Session}, under a number of its own there. */
final class RabbitMessage implements InboundMessage {
  final Session session;
  final long tag;
  final long arrivedAt;
  private final Content content;
  private final String topic;

  /** Whether it is in work, and its neighbours there: what {@link Held} knows of it. */
  boolean held;

  @Nullable RabbitMessage before;

  @Nullable RabbitMessage after;

  RabbitMessage(Session session, long tag, Content content, String topic, long arrivedAt) {
    this.arrivedAt = arrivedAt;
    this.session = session;
    this.tag = tag;
    this.content = content;
    this.topic = topic;
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
    return content.context();
  }

  @Override
  public Optional<String> defect() {
    return Optional.ofNullable(content.flaw());
  }
}
