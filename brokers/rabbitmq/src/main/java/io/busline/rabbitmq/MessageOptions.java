package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.busline.error.EncodingException;
import io.busline.event.Event;
import io.busline.event.Quoted;

/** What an event's message says to the queues: how long it may wait, and how much it matters. */
final class MessageOptions {

  /** The extension attribute with an event's priority: the higher, the sooner. */
  static final String PRIORITY = "priority";

  private final NativeOptions options;

  MessageOptions(NativeOptions options) {
    this.options = options;
  }

  /** An event's properties with what is asked for. */
  BasicProperties apply(BasicProperties properties, Event<byte[]> event) {
    if (options.ttl().isEmpty() && options.priorities() == 0) {
      return properties;
    }
    BasicProperties.Builder builder = properties.builder();
    options.ttl().ifPresent(ttl -> builder.expiration(Long.toString(ttl.toMillis())));
    String priority = event.extensions().get(PRIORITY);
    if (options.priorities() > 0 && priority != null) {
      builder.priority(number(priority, event));
    }
    return builder.build();
  }

  private int number(String priority, Event<byte[]> event) {
    try {
      int number = Integer.parseInt(priority);
      if (number >= 0 && number <= options.priorities()) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, like a number out of bounds.
    }
    throw new EncodingException(
        "%s has the priority %s and may have a whole number from 0 to %d, as priorities= in the URL says"
            .formatted(event, Quoted.of(priority), options.priorities()));
  }
}
