package io.busline;

import io.busline.event.Event;
import io.busline.event.EventPattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which events go to which handler, and what their data is decoded into. */
record Route(EventPattern pattern, @Nullable String topic, Class<?> dataClass, Handling handling) {

  /** A handler with its data's type forgotten. */
  sealed interface Handling {

    /** Handles one event at a time. */
    record Single(EventHandler<Object> handler) implements Handling {}

    /** Handles several events at once. */
    record Together(BatchHandler<Object> handler) implements Handling {

      EventBatch<Object> batch(List<? extends Event<?>> events) {
        List<Event<Object>> forgotten = new ArrayList<>(events.size());
        for (Event<?> event : events) {
          forgotten.add(forget(event));
        }
        return new EventBatch<>(forgotten);
      }
    }
  }

  @SuppressWarnings("unchecked") // The route's data class is the handler's; see single().
  static <T> Route single(
      EventPattern pattern, @Nullable String topic, Class<T> dataClass, EventHandler<T> handler) {
    return new Route(
        pattern,
        topic,
        dataClass,
        new Handling.Single((EventHandler<Object>) (EventHandler<?>) handler));
  }

  @SuppressWarnings("unchecked") // As in single().
  static <T> Route batch(
      EventPattern pattern, @Nullable String topic, Class<T> dataClass, BatchHandler<T> handler) {
    return new Route(
        pattern,
        topic,
        dataClass,
        new Handling.Together((BatchHandler<Object>) (BatchHandler<?>) handler));
  }

  @SuppressWarnings("unchecked") // An event's data is only read.
  static Event<Object> forget(Event<?> event) {
    return (Event<Object>) event;
  }
}
