package io.busline;

import io.busline.error.InvalidEventException;
import io.busline.event.Event;
import io.busline.spi.BrokerDescription;
import io.busline.spi.Redrive;
import java.util.Map;

/** Refuses an event that a broker would refuse, before it is touched. */
final class EventLimits {

  /** What the names of the core attributes and their separators add, generously. */
  private static final long FIXED_BYTES = 128;

  private EventLimits() {}

  static void check(Event<byte[]> event, BrokerDescription broker) {
    if (Redrive.of(event) != null) {
      throw new InvalidEventException(
          "event %s of type %s has the attribute %s, which would hide it from every group but one. It is for redrives; leave it out"
              .formatted(event.id(), event.type(), Redrive.EXTENSION));
    }
    int data = event.data().length;
    if (data > broker.maxDataBytes()) {
      throw new InvalidEventException(
          "the data of event %s of type %s has %d bytes and %s takes %d. Publish a reference to large data instead of the data"
              .formatted(event.id(), event.type(), data, broker.name(), broker.maxDataBytes()));
    }
    long envelope = envelopeChars(event);
    // A character is at most three bytes, so most events need no exact count.
    if (envelope * 3 > broker.maxEnvelopeBytes()) {
      throw new InvalidEventException(
          "the attributes of event %s of type %s have %d characters and %s takes %d bytes, three for a character. Put what is long into the data"
              .formatted(
                  event.id(), event.type(), envelope, broker.name(), broker.maxEnvelopeBytes()));
    }
  }

  /** Whether an event has room for headers, of so many characters with their names, beside it. */
  static boolean haveRoom(long headerChars, Event<byte[]> event, BrokerDescription broker) {
    return envelopeChars(event) * 3 + headerChars <= broker.maxEnvelopeBytes();
  }

  private static long envelopeChars(Event<byte[]> event) {
    long chars =
        FIXED_BYTES + event.id().length() + event.source().length() + event.type().length();
    chars += event.subject().map(String::length).orElse(0);
    chars += event.dataContentType().map(String::length).orElse(0);
    chars += event.dataSchema().map(String::length).orElse(0);
    for (Map.Entry<String, String> extension : event.extensions().entrySet()) {
      chars += extension.getKey().length() + extension.getValue().length();
    }
    return chars;
  }
}
