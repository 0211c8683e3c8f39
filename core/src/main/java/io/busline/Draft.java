package io.busline;

import io.busline.event.Event;

/**
 * An event before it is encoded.
 *
 * @param event the event
 * @param topic where it belongs
 * @param fresh whether its id and time were made for this publish
 */
record Draft(Event<?> event, String topic, boolean fresh) {

  /** The draft of an event that takes the place of this one's. */
  Draft replaced(Event<?> other, String otherTopic) {
    boolean same = other.id().equals(event.id()) && other.time().equals(event.time());
    return new Draft(other, otherTopic, fresh && same);
  }
}
