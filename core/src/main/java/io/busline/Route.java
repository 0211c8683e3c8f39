package io.busline;

import io.busline.event.Event;
import io.busline.event.EventDefinition;
import io.busline.event.EventPattern;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which events go to which handler, and what their data is decoded into. */
record Route(
    EventPattern pattern,
    @Nullable String topic,
    Class<?> dataClass,
    Type dataType,
    int version,
    Handling handling) {

  /** A handler with its data's type forgotten. */
  sealed interface Handling {

    /** Handles one event at a time. */
    record Single(EventHandler<Object> handler) implements Handling {}

    /** Handles one event at a time, and publishes. */
    record Transactional(TransactionalHandler<Object> handler) implements Handling {}

    /** Handles one event at a time in a transaction of an inbox. */
    record Inboxed(TransactionalInbox<Outputs> inbox, InboxHandler<Object, Outputs> handler)
        implements Handling {}

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

  /** A route for each name the type has or had. */
  static <T> List<Route> single(EventDefinition<? extends T> type, EventHandler<T> handler) {
    return each(type, handling(handler));
  }

  @SuppressWarnings("unchecked") // As in handling().
  static <T> List<Route> transactional(
      EventDefinition<? extends T> type, TransactionalHandler<T> handler) {
    return each(
        type,
        new Handling.Transactional(
            (TransactionalHandler<Object>) (TransactionalHandler<?>) handler));
  }

  @SuppressWarnings("unchecked") // As in handling(); the inbox gives its handlers what is its own.
  static <T, X extends Outputs> List<Route> inboxed(
      EventDefinition<T> type, TransactionalInbox<X> inbox, InboxHandler<T, X> handler) {
    return each(
        type,
        new Handling.Inboxed(
            (TransactionalInbox<Outputs>) inbox,
            (InboxHandler<Object, Outputs>) (InboxHandler<?, ?>) handler));
  }

  /** A route for whatever fits a pattern. */
  static <T> Route matching(String pattern, Class<T> dataClass, EventHandler<T> handler) {
    EventPattern parsed = new EventPattern(pattern);
    String topic = parsed.isExact() ? EventDefinition.defaultTopic(pattern) : null;
    return new Route(
        parsed, topic, dataClass, dataClass, EventDefinition.ANY_VERSION, handling(handler));
  }

  @SuppressWarnings("unchecked") // The route's data class is the handler's.
  private static Handling handling(EventHandler<?> handler) {
    return new Handling.Single((EventHandler<Object>) handler);
  }

  @SuppressWarnings("unchecked") // As in handling().
  static <T> List<Route> batch(EventDefinition<T> type, BatchHandler<T> handler) {
    return each(type, new Handling.Together((BatchHandler<Object>) (BatchHandler<?>) handler));
  }

  private static List<Route> each(EventDefinition<?> type, Handling handling) {
    List<Route> routes = new ArrayList<>();
    for (EventDefinition<?> name : type.byEachName()) {
      routes.add(
          new Route(
              new EventPattern(name.name()),
              name.topic(),
              name.dataClass(),
              name.dataType(),
              name.version(),
              handling));
    }
    return routes;
  }

  @SuppressWarnings("unchecked") // An event's data is only read.
  static Event<Object> forget(Event<?> event) {
    return (Event<Object>) event;
  }
}
