package io.busline.testkit;

import io.busline.Attempt;
import io.busline.Interceptor;
import io.busline.event.Event;
import io.busline.spi.Redrive;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Notes what passes through the buses, and keeps it once the broker has said that it is so. It is
 * the outermost interceptor, so that a handler has returned when it sees one return.
 */
final class Observer implements Interceptor {
  private final PublishedEvents published = new PublishedEvents();
  private final HandledEvents handled = new HandledEvents();

  /** The data of what is on its way, by source and id. */
  private final Map<Key, Object> leaving = new ConcurrentHashMap<>();

  private record Key(String source, String id) {
    static Key of(Event<?> event) {
      return new Key(event.source(), event.id());
    }
  }

  PublishedEvents published() {
    return published;
  }

  HandledEvents handled() {
    return handled;
  }

  @Override
  public Event<?> publishing(Event<?> event) {
    leaving.put(Key.of(event), event.data());
    return event;
  }

  @Override
  public void handling(Event<?> event, Attempt attempt, Next next) throws Exception {
    next.proceed();
    String subscription = HandledEvents.nameOf(attempt.group().orElse(null));
    handled.returned(new HandledEvent(subscription, event, attempt.number()));
  }

  /** The broker has confirmed an event. */
  void stored(Event<byte[]> event, boolean duplicate) {
    @Nullable Object data = leaving.remove(Key.of(event));
    if (!duplicate && Redrive.of(event) == null) {
      published.add(data == null ? event : event.withData(data));
    }
  }
}
