package io.busline.spi;

import io.busline.event.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to a broker, and the place for the broker's answer. The engine implements it;
 * a broker calls exactly one of {@link #stored}, {@link #failed} and {@link #unknown}, once, on any
 * thread. Further calls are ignored.
 */
public interface OutboundMessage {

  /**
   * Where the event belongs.
   *
   * @return the topic
   */
  String topic();

  /**
   * The event, encoded.
   *
   * @return the event
   */
  Event<byte[]> event();

  /**
   * What the message carries beside the event, from this process to the next: headers of exactly
   * these names, without a prefix, in plain printable ASCII. A technology without headers leaves
   * them out.
   *
   * @return values of {@code traceparent}, {@code tracestate} and {@code baggage}; empty by default
   */
  default Map<String, String> headers() {
    return Map.of();
  }

  /**
   * Whether the bus made the event's id and time for this very publish. Then nobody can have stored
   * it before, so a broker need not look for a duplicate, and its time is the present.
   *
   * @return true if so; false if the publisher gave the id or the time, or it is not known
   */
  default boolean isFresh() {
    return false;
  }

  /**
   * Whether the caller was answered already, by the broker or because the time for an answer is up.
   * Then a broker that has not sent the message yet does not send it, and keeps nothing of it.
   *
   * @return true if so; false if not, or if it is not known
   */
  default boolean isSettled() {
    return false;
  }

  /**
   * The broker has confirmed that the event is stored.
   *
   * @param position where, such as an offset, for display; null if the broker does not say
   * @param duplicate true if the same event, see {@link Identity}, was there already and nothing
   *     was added
   */
  void stored(@Nullable Object position, boolean duplicate);

  /**
   * The event is surely not stored.
   *
   * @param cause why, in words a user understands
   */
  void failed(Throwable cause);

  /**
   * Nobody can tell whether the event is stored.
   *
   * @param cause why, in words a user understands
   */
  void unknown(Throwable cause);
}
