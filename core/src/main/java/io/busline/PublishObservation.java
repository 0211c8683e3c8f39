package io.busline;

import io.busline.event.Event;
import java.util.Map;

/**
 * Watches one publish; see {@link Observer#publishing}. Everything but {@link #ended} is called on
 * the caller's thread, in the order below, and must not block.
 */
public interface PublishObservation {

  /**
   * What the event is to carry for whoever handles it, wherever it travels. An attribute that the
   * event has already is left as it is. If the event does not fit its broker with these attributes,
   * it goes without. Not asked of a redrive, whose event stays as it was.
   *
   * @param event the event, as interceptors have left it
   * @return extension attributes by name; empty by default
   */
  default Map<String, String> attributes(Event<?> event) {
    return Map.of();
  }

  /**
   * What the broker's message is to carry beside the event, for this hop only. Where a broker has
   * no headers, nothing is carried.
   *
   * @return values of {@code traceparent}, {@code tracestate} and {@code baggage}; others are left
   *     out, as are values of more than 8,192 characters or with characters beyond printable ASCII.
   *     Empty by default
   */
  default Map<String, String> headers() {
    return Map.of();
  }

  /**
   * The publish has ended. Told once, on the observer's thread.
   *
   * @param end how
   */
  default void ended(PublishEnd end) {}

  /**
   * How a publish ended. Times count from its start. A publish that has not come so far has the
   * time of its end in their place.
   *
   * @param outcome what the caller is told
   * @param size the encoded data in bytes; 0 if it was not encoded
   * @param encodedNanos when the event was encoded, in nanoseconds
   * @param sentNanos when it was handed to the broker, in nanoseconds; what lies between the two is
   *     the wait for room
   * @param tookNanos when the outcome was known, in nanoseconds
   */
  record PublishEnd(
      PublishOutcome outcome, int size, long encodedNanos, long sentNanos, long tookNanos) {}
}
