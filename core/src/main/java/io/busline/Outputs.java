package io.busline;

import io.busline.event.Event;

/**
 * Takes what a handler publishes, to be stored together with the acknowledgement of the event that
 * it handles. Safe for use by several threads, until the handler returns.
 */
@FunctionalInterface
public interface Outputs {

  /**
   * Has an event published if the handler succeeds. It is stamped, checked and encoded now, and
   * sent later.
   *
   * @param event what {@link EventBus#publish(Object)} takes
   * @throws io.busline.error.InvalidEventException if the broker could not take it
   * @throws io.busline.error.EncodingException if the data cannot be encoded
   * @throws IllegalStateException if the handler has ended already
   */
  void publish(Object event);

  /**
   * As above, for a named type.
   *
   * @param type the type's dotted name
   * @param data the data
   */
  default void publish(String type, Object data) {
    publish(Event.builder(type, data));
  }
}
