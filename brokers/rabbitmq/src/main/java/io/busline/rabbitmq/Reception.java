package io.busline.rabbitmq;

import io.busline.rabbitmq.Messages.Content;
import io.busline.spi.ConsumerSpec.Interest;
import io.busline.spi.Interests;

/**
 * What a consumer takes of what its queues give it. A queue may hold more than is wanted: types
 * that the group has read before, or a type that is published to another topic.
 *
 * @param interests what is wanted
 */
record Reception(Interests interests) {

  /** Where a message was published; who publishes without Busline means the topic that is read. */
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
    return content.flaw() != null || interests.match(topicOf(content), content.event().type());
  }

  /** Whether a message is wanted; one that cannot be read is, because it must not be lost. */
  boolean wants(RabbitMessage message) {
    return message.defect().isPresent() || interests.match(message.topic(), message.event().type());
  }
}
