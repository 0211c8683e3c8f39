package io.busline;

/**
 * What a service does with several events at once. Returning acknowledges every event that was not
 * failed through {@link EventBatch#fail}; throwing fails all that were not.
 *
 * @param <T> the type of the data
 */
@FunctionalInterface
public interface BatchHandler<T> {

  /**
   * Handles some events.
   *
   * @param batch the events, those of one key in order
   * @throws Exception if they could not be handled now
   */
  void handle(EventBatch<T> batch) throws Exception;
}
