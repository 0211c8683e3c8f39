package io.busline;

import io.busline.event.Event;

/**
 * What a service does with an event when it does nothing but publish others. As {@link
 * EventHandler}, but what it publishes and the acknowledgement are stored together: of all attempts
 * at an event, the outputs of exactly one are ever seen. Everything else that it does may happen
 * more than once, as in any handler.
 *
 * @param <T> the type of the data
 */
@FunctionalInterface
public interface TransactionalHandler<T> {

  /**
   * Handles an event.
   *
   * @param event the event
   * @param outputs takes what is to be published; nothing of it is if this throws
   * @throws Exception if it could not be handled now
   */
  void handle(Event<T> event, Outputs outputs) throws Exception;
}
