package io.busline.examples.shop;

import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.event.EventDefinition;

/**
 * What follows from an event. Its id is derived from the event's own, so that handling the same
 * event twice says the same thing twice, which a broker or a reader can tell from two things.
 */
final class Answer {

  private Answer() {}

  static EventBuilder<?> to(Event<?> event, String orderId, Object data) {
    return to(event, EventDefinition.of(data.getClass()).name(), orderId, data);
  }

  /** For data of a class that is generated, and so is not annotated. */
  static EventBuilder<?> to(Event<?> event, String type, String orderId, Object data) {
    String what = type.substring(type.lastIndexOf('.') + 1);
    return Event.builder(type, data).id(event.id() + "." + what).subject(orderId);
  }
}
