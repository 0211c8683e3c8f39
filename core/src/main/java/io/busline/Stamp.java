package io.busline;

import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.time.Instant;

/** What the bus gives an event whose publisher did not. */
record Stamp(String id, String source, Instant time) {

  <T> Event<T> complete(EventBuilder<T> builder) {
    return builder.orElse(id, source, time).build();
  }

  /** Whether an event has both id and time from here. */
  @SuppressWarnings("ReferenceEquality") // Equal texts could be another publisher's.
  boolean isOn(Event<?> event) {
    return event.id() == id && event.time().orElse(null) == time;
  }
}
