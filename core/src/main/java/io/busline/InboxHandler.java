package io.busline;

import io.busline.event.Event;

/**
 * What a service does with an event in a database transaction. As {@link EventHandler}, but its
 * effects in that database and what it publishes are stored together with the mark that the event
 * was handled: of all attempts at an event, those of exactly one remain. What it does elsewhere may
 * happen more than once, as in any handler.
 *
 * @param <T> the type of the data
 * @param <X> the transaction, which also takes what is to be published
 */
@FunctionalInterface
public interface InboxHandler<T, X extends Outputs> {

  /**
   * Handles an event. It neither commits nor rolls back: returning commits, throwing rolls back.
   *
   * @param event the event
   * @param transaction the transaction
   * @throws Exception if it could not be handled now
   */
  void handle(Event<T> event, X transaction) throws Exception;
}
