package io.busline.testkit;

import io.busline.admin.DeadLetter;
import io.busline.event.Event;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the subscriptions of a {@link TestBroker} have handled, in the order in which it was
 * acknowledged. An event is there once for each group that handled it. What became a dead letter is
 * not there, and neither is what a recorder of {@link Recorder#of} received, which is the test's
 * and no service's. Safe for use by several threads.
 */
public final class HandledEvents {
  private final List<HandledEvent> events = new CopyOnWriteArrayList<>();

  /** Handlers have returned, and nobody has acknowledged yet. */
  private final Map<Key, HandledEvent> returned = new ConcurrentHashMap<>();

  private record Key(String subscription, String source, String id) {
    static Key of(String subscription, Event<?> event) {
      return new Key(subscription, event.source(), event.id());
    }
  }

  HandledEvents() {}

  void returned(HandledEvent handled) {
    if (!handled.subscription().startsWith(Recorder.GROUP)) {
      returned.put(Key.of(handled.subscription(), handled.event()), handled);
    }
  }

  void died(DeadLetter letter) {
    returned.remove(Key.of(letter.group(), letter.event()));
  }

  void acknowledged(@Nullable String group, Event<?> event) {
    HandledEvent handled = returned.remove(Key.of(nameOf(group), event));
    if (handled != null) {
      events.add(handled);
    }
  }

  static String nameOf(@Nullable String group) {
    return group == null ? "broadcast" : group;
  }

  /**
   * All of them.
   *
   * @return the events so far
   */
  public List<HandledEvent> all() {
    return List.copyOf(events);
  }

  /**
   * Those whose data is of a class, whoever handled them.
   *
   * @param dataClass the class, or an interface of several
   * @param <T> the type of the data
   * @return the events so far
   */
  public <T> List<Event<T>> of(Class<T> dataClass) {
    return PublishedEvents.ofClass(
        events.stream().<Event<?>>map(HandledEvent::event).toList(), dataClass);
  }

  /**
   * The data of {@link #of}.
   *
   * @param dataClass the class, or an interface of several
   * @param <T> the type of the data
   * @return the data so far
   */
  public <T> List<T> data(Class<T> dataClass) {
    return of(dataClass).stream().map(Event::data).toList();
  }

  /**
   * Those that one group has handled.
   *
   * @param group the group
   * @return the events so far
   */
  public List<Event<?>> by(String group) {
    return events.stream()
        .filter(handled -> handled.subscription().equals(group))
        .<Event<?>>map(HandledEvent::event)
        .toList();
  }

  /** One event a line, with its data and who handled it. */
  @Override
  public String toString() {
    return events.isEmpty()
        ? "nothing"
        : events.stream().map(handled -> "\n  " + handled).collect(Collectors.joining());
  }
}
