package io.busline;

import io.busline.event.Event;

/**
 * Stands around publishing and handling: for tracing, authorisation, context. Safe for use by
 * several threads. Several interceptors nest in the order in which they were added. What one throws
 * costs the event that it was given: it is not published, or its handling has failed.
 */
public interface Interceptor {

  /**
   * Sees, and may replace, an event before it is encoded.
   *
   * @param event the event, complete
   * @return the event to publish
   */
  default Event<?> publishing(Event<?> event) {
    return event;
  }

  /**
   * Stands around one handling.
   *
   * @param event the event, decoded
   * @param attempt which try this is
   * @param next the rest: call it once to handle the event; not calling it acknowledges unhandled
   * @throws Exception if handling failed
   */
  default void handling(Event<?> event, Attempt attempt, Next next) throws Exception {
    next.proceed();
  }

  /** What lies inside an interceptor. */
  @FunctionalInterface
  interface Next {
    /**
     * Goes on.
     *
     * @throws Exception if handling failed
     */
    void proceed() throws Exception;
  }
}
