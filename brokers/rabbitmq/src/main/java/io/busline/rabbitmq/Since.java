package io.busline.rabbitmq;

import io.busline.event.Event;
import io.busline.event.StartPosition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Where to begin to read a stream. The server finds a whole second of its own clock; within that
 * second, the times that the events themselves have decide.
 *
 * @param offset as the server wants it
 * @param time the time to begin at, or null for the oldest entry
 */
record Since(Object offset, @Nullable Instant time) {

  static Since of(StartPosition start) {
    return start instanceof StartPosition.At at && at.time().isAfter(Instant.EPOCH)
        ? new Since(Date.from(at.time()), at.time())
        : new Since("first", null);
  }

  boolean includes(Event<?> event) {
    if (time == null) {
      return true;
    }
    Instant happened = event.time().orElse(time);
    return !happened.isBefore(time) || happened.isBefore(time.truncatedTo(ChronoUnit.SECONDS));
  }
}
