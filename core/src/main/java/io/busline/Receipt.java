package io.busline;

import io.busline.event.Event;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The broker's word that an event is stored. Immutable. */
public final class Receipt {
  private final Event<?> event;
  private final String topic;
  private final @Nullable Object position;
  private final boolean duplicate;

  Receipt(Event<?> event, String topic, @Nullable Object position, boolean duplicate) {
    this.event = event;
    this.topic = topic;
    this.position = position;
    this.duplicate = duplicate;
  }

  /**
   * Which event.
   *
   * @return its id, given or generated
   */
  public String id() {
    return event.id();
  }

  /**
   * What kind of event.
   *
   * @return its type
   */
  public String type() {
    return event.type();
  }

  /**
   * Where it is stored.
   *
   * @return the topic
   */
  public String topic() {
    return topic;
  }

  /**
   * Where in the topic.
   *
   * @return a sequence number or offset as the broker writes it, if it tells
   */
  public Optional<String> position() {
    return Optional.ofNullable(position).map(Object::toString);
  }

  /**
   * Whether the event was stored before and nothing was added.
   *
   * @return true if the broker recognised source and id
   */
  public boolean isDuplicate() {
    return duplicate;
  }

  @Override
  public String toString() {
    return "Receipt[%s id=%s topic=%s%s%s]"
        .formatted(
            type(),
            id(),
            topic,
            position().map(p -> " position=" + p).orElse(""),
            duplicate ? " duplicate" : "");
  }
}
