package io.busline.testkit;

import io.busline.event.Event;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * What the buses of a {@link TestBroker} have published, in the order in which the broker confirmed
 * it: nothing that failed or whose outcome is unknown, and nothing twice. Data is the object that
 * the service gave to the bus. An event that was redriven is not published anew. Safe for use by
 * several threads.
 */
public final class PublishedEvents {
  private final List<Event<?>> events = new CopyOnWriteArrayList<>();

  PublishedEvents() {}

  void add(Event<?> event) {
    events.add(event);
  }

  /**
   * All of them.
   *
   * @return the events so far
   */
  public List<Event<?>> all() {
    return List.copyOf(events);
  }

  /**
   * Those whose data is of a class.
   *
   * @param dataClass the class, or an interface of several
   * @param <T> the type of the data
   * @return the events so far
   */
  public <T> List<Event<T>> of(Class<T> dataClass) {
    return ofClass(events, dataClass);
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

  static <T> List<Event<T>> ofClass(List<Event<?>> events, Class<T> dataClass) {
    return events.stream()
        .filter(event -> dataClass.isInstance(event.data()))
        .map(event -> event.withData(dataClass.cast(event.data())))
        .toList();
  }

  /** One event a line, with its data. */
  @Override
  public String toString() {
    return inWords(events);
  }

  static String inWords(List<Event<?>> events) {
    return events.isEmpty()
        ? "nothing"
        : events.stream()
            .map(
                event ->
                    "\n  %s %s %s".formatted(event.type(), event.id(), dataInWords(event.data())))
            .collect(Collectors.joining());
  }

  static String dataInWords(Object data) {
    return data instanceof byte[] bytes ? "(%d bytes)".formatted(bytes.length) : data.toString();
  }
}
