package io.busline;

import io.busline.event.Event;
import io.busline.event.Names;

/**
 * An event as it will travel, with every limit of its bus checked: what {@link EventBus#prepare}
 * makes, and what an outbox stores. {@link EventBus#publish(Object)} takes it as it is, on the same
 * bus or on one in another process: no interceptor and no codec sees it again.
 *
 * @param topic where it belongs
 * @param event the event, encoded, with its attributes beside the data whatever the content mode of
 *     the bus
 */
public record PreparedEvent(String topic, Event<byte[]> event) {

  /**
   * Restores a prepared event, such as one that was stored.
   *
   * @throws io.busline.error.InvalidEventException if the topic is outside the grammar
   */
  public PreparedEvent {
    Names.require("topic", topic);
  }
}
