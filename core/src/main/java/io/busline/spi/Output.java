package io.busline.spi;

import io.busline.event.Event;

/**
 * An event to be stored together with the acknowledgement of another one; see {@link
 * BrokerConsumer#complete}.
 *
 * @param topic where it belongs
 * @param event the event, encoded
 */
public record Output(String topic, Event<byte[]> event) {}
