package io.busline.spi;

import io.busline.event.Event;
import java.util.Map;

/**
 * An event to be stored together with the acknowledgement of another one; see {@link
 * BrokerConsumer#complete}.
 *
 * @param topic where it belongs
 * @param event the event, encoded
 * @param headers what its message carries; see {@link OutboundMessage#headers}
 */
public record Output(String topic, Event<byte[]> event, Map<String, String> headers) {

  /**
   * Of a message that carries nothing else.
   *
   * @param topic where it belongs
   * @param event the event, encoded
   */
  public Output(String topic, Event<byte[]> event) {
    this(topic, event, Map.of());
  }
}
