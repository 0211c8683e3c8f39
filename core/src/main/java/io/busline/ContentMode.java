package io.busline;

import io.busline.event.Event;
import io.busline.spi.BusUrl;
import java.util.List;

/**
 * How a bus lays out its events in messages. A message in structured mode is the message of an
 * event with the same attributes, whose data is the whole event: so brokers need not know the
 * difference.
 */
@FunctionalInterface
interface ContentMode {

  /** Attributes are headers and the data is the body. */
  ContentMode BINARY = event -> event;

  /** The event to write. */
  Event<byte[]> laidOut(Event<byte[]> event);

  /** What the URL asks for. A broker whose messages cannot be structured refuses the option. */
  static ContentMode of(BusUrl url, Formats formats) {
    String mode =
        url.parameters().choice("content-mode", List.of("binary", "structured"), "binary");
    return mode.equals("binary") ? BINARY : formats.structured();
  }
}
