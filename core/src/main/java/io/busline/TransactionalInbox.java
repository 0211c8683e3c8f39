package io.busline;

import io.busline.event.Event;

/**
 * Has a database transaction hold what a handler does, the mark that its event was handled, and
 * what it publishes: all of it is stored, or nothing. That makes the effects of a handler happen
 * exactly once on every broker, also on those that deliver an event again. {@code
 * io.busline:busline-outbox} has one; see {@link SubscriptionBuilder#inbox}. Safe for use by all
 * threads.
 *
 * @param <X> what a handler is given: its transaction
 */
public interface TransactionalInbox<X extends Outputs> {

  /**
   * Handles an event unless it was handled before: begins a transaction, marks the event, runs the
   * handler, and commits. Whatever is thrown rolls back all of it, the mark too, so the event can
   * be handled again. Blocks, also while the same event is being handled elsewhere.
   *
   * @param group the group that handles the event
   * @param event the event, decoded; its source and id identify it
   * @param handling the handler
   * @return false if the event had been handled before, so the handler was not run
   * @throws Exception what the handler threw, or why the transaction was not committed
   */
  boolean handleOnce(String group, Event<?> event, Handling<X> handling) throws Exception;

  /**
   * What holds for the effects of handlers, for {@link Subscription#explain()}.
   *
   * @return a phrase, such as how long handled events are remembered
   */
  String explain();

  /**
   * The part between the beginning and the end of the transaction.
   *
   * @param <X> the transaction
   */
  @FunctionalInterface
  interface Handling<X> {

    /**
     * Runs the handler.
     *
     * @param transaction what its effects and what it publishes belong to
     * @throws Exception if the event could not be handled now
     */
    void run(X transaction) throws Exception;
  }
}
