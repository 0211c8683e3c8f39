package io.busline.testkit;

import io.busline.event.Event;

/**
 * An event that a handler has taken: it returned, and the event was acknowledged.
 *
 * @param subscription the group, or {@code broadcast}
 * @param event the event with the data that the handler was given
 * @param attempt which try it was, from 1
 */
public record HandledEvent(String subscription, Event<?> event, int attempt) {

  /** The event's type, its data, and who handled it. */
  @Override
  public String toString() {
    return "%s %s by %s%s"
        .formatted(
            event.type(),
            PublishedEvents.dataInWords(event.data()),
            subscription,
            attempt == 1 ? "" : " at attempt " + attempt);
  }
}
