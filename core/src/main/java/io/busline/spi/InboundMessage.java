package io.busline.spi;

import io.busline.event.Event;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event as it came from a broker. A broker implements it with whatever it needs to settle the
 * message again.
 */
public interface InboundMessage {

  /**
   * The topic it was read from.
   *
   * @return the topic
   */
  String topic();

  /**
   * Where it is in its topic, as the technology's own tools count, so that an operator finds it.
   *
   * @return the position; empty by default, for a technology that has none
   */
  default String position() {
    return "";
  }

  /**
   * The event. If {@link #defect()} is present, the best that could be made of what came.
   *
   * @return the event with its data as it travelled
   */
  Event<byte[]> event();

  /**
   * What the message carried beside the event, as {@link OutboundMessage#headers} has it; see
   * {@link io.busline.cloudevents.EnvelopeReader#context()}.
   *
   * @return the headers; empty by default
   */
  default Map<String, String> headers() {
    return Map.of();
  }

  /**
   * What decides which messages are handled one after the other: those of one key, where order by
   * key is asked for. A technology with keys of its own gives those, whatever events say of theirs.
   *
   * @return the key, by default that of the event; null if the message has none
   */
  default @Nullable String orderingKey() {
    return event().keyOrNull();
  }

  /**
   * How often this group is known to have tried the message already.
   *
   * @return the number, 0 for the first time
   */
  default int priorAttempts() {
    return 0;
  }

  /**
   * A time before which the message must not be tried, noted by {@link BrokerConsumer#retryLater}.
   *
   * @return the time, if one was noted
   */
  default Optional<Instant> notBefore() {
    return Optional.empty();
  }

  /**
   * Why no valid event could be read from what came. Such a message becomes a dead letter unseen.
   *
   * @return the reason in one sentence, or empty for a valid event
   */
  default Optional<String> defect() {
    return Optional.empty();
  }
}
