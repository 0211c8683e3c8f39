package io.busline.rabbitmq;

import io.busline.event.Quoted;
import io.busline.rabbitmq.Messages.Address;
import io.busline.rabbitmq.Messages.Content;
import io.busline.spi.ConsumerSpec.Interest;
import io.busline.spi.Interests;
import java.util.function.BooleanSupplier;

/**
 * What a consumer takes of what its queues give it. A queue may hold more than is wanted: types
 * that the group has read before, or a type that is published to another topic.
 *
 * @param interests what is wanted
 * @param exchange the bus's exchange
 * @param dropping whether the server may drop what it has given out often
 */
record Reception(Interests interests, String exchange, BooleanSupplier dropping) {

  /** Since RabbitMQ 4, what was given out 20 times is dropped. The last times are not risked. */
  private static final int MOST_DELIVERIES = 18;

  /** Where a message was published; a client without Busline means the topic that is read. */
  String topicOf(Content content) {
    if (content.topic() != null) {
      return content.topic();
    }
    String type = content.event().type();
    if (content.foreign()) {
      for (Interest interest : interests.list()) {
        if (interest.topic() != null && interest.pattern().matches(type)) {
          return interest.topic();
        }
      }
    }
    return Messages.topic(content.event());
  }

  /** Whether what came is wanted; what cannot be read is, because it must not be lost. */
  boolean wants(Content content) {
    return judged(content).flaw() != null || isRead(content);
  }

  private boolean isRead(Content content) {
    return interests.match(topicOf(content), content.event().type());
  }

  /**
   * What came, with a flaw if it was sent here by its key and is of a type that nobody here reads.
   * It would be passed over else, and its sender would never know why.
   */
  Content judged(Content content) {
    if (content.flaw() == null
        && content.deliveries() >= MOST_DELIVERIES
        && dropping.getAsBoolean()) {
      return content.withFlaw(
          "event was handed out %d times, and nobody has finished it; the server would drop it soon"
              .formatted(content.deliveries()));
    }
    String type = content.event().type();
    String key = content.address().key();
    if (content.flaw() != null
        || key.equals(type)
        || isRead(content)
        || !isAddressed(content.address())) {
      return content;
    }
    return content.withFlaw(
        "its type is %s, and it was published with the routing key %s. Publish it with its type as the key, or subscribe to its type"
            .formatted(Quoted.of(type), Quoted.of(key)));
  }

  /** Whether something leads here that this subscription, or somebody beside the bus, has bound. */
  private boolean isAddressed(Address address) {
    return !address.exchange().equals(exchange)
        || interests.list().stream()
            .anyMatch(interest -> interest.pattern().matches(address.key()));
  }

  /** Whether a message is wanted; one that cannot be read is, because it must not be lost. */
  boolean wants(RabbitMessage message) {
    return message.defect().isPresent() || interests.match(message.topic(), message.event().type());
  }
}
