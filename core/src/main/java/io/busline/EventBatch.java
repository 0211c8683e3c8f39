package io.busline;

import io.busline.event.Event;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events handled together, with an outcome for each. For the handler's thread only.
 *
 * @param <T> the type of the data
 */
public final class EventBatch<T> {
  private final List<Event<T>> events;
  private final IdentityHashMap<Event<?>, Throwable> failures = new IdentityHashMap<>();

  EventBatch(List<Event<T>> events) {
    this.events = List.copyOf(events);
  }

  /**
   * The events, those of one key in the order of publishing.
   *
   * @return at least one
   */
  public List<Event<T>> events() {
    return events;
  }

  /**
   * Marks one event as failed: it, and what follows it in the order of its key, is handled again.
   *
   * @param event one of {@link #events()}
   * @param cause why
   */
  public void fail(Event<T> event, Throwable cause) {
    failures.put(
        event, cause != null ? cause : new IllegalArgumentException("the handler gave no cause"));
  }

  @Nullable Throwable failureOf(Event<?> event) {
    return failures.get(event);
  }
}
