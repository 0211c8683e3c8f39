package io.busline;

import io.busline.event.Event;

/**
 * What a service does with an event. Ordinary blocking code, on a thread of its own; called by
 * several threads at once only if the subscription's concurrency is above 1.
 *
 * <p>To return is to acknowledge; to throw is to have the event handled again after a while, and
 * kept as a dead letter when that has failed often enough. There is no other way, so an event can
 * neither be acknowledged twice nor forgotten. The same event may come twice, because the process
 * can end between handling and acknowledging: make the effect idempotent by the event's id.
 *
 * @param <T> the type of the data
 */
@FunctionalInterface
public interface EventHandler<T> {

  /**
   * Handles an event.
   *
   * @param event the event
   * @throws Exception if it could not be handled now
   */
  void handle(Event<T> event) throws Exception;
}
