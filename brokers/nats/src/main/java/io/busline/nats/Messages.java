package io.busline.nats;

import io.busline.cloudevents.EnvelopeReader;
import io.busline.cloudevents.Fallback;
import io.busline.cloudevents.HeaderBinding;
import io.busline.cloudevents.StructuredMode;
import io.busline.error.DecodingException;
import io.busline.event.Event;
import io.busline.event.EventDefinition;
import io.busline.spi.InboundMessage;
import io.nats.client.impl.Headers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events to NATS messages and back. Written: CloudEvents' binary mode, with the data as the body.
 * Read: that, structured mode, and any other message, whose subject is then its type. Safe for use
 * by several threads.
 */
final class Messages {
  private final StructuredMode structured;

  Messages(StructuredMode structured) {
    this.structured = structured;
  }

  private record Content(
      String subject, Event<byte[]> event, Map<String, String> headers, @Nullable String flaw)
      implements InboundMessage {
    @Override
    public String topic() {
      return EventDefinition.defaultTopic(subject);
    }

    @Override
    public Optional<String> defect() {
      return Optional.ofNullable(flaw);
    }
  }

  /** For a message that is no event: its subject is the type, its place makes it unique. */
  private record Bare(String type, String place, long number) implements Fallback {
    @Override
    public String id() {
      return Long.toString(number);
    }

    @Override
    public String source() {
      return "nats:" + place;
    }
  }

  /**
   * What makes an event of a message that is none.
   *
   * @param subject the message's subject
   * @param place what the stream is called, which with the id tells the message from every other
   * @param number the message's number in that place
   */
  static Fallback bare(String subject, String place, long number) {
    return new Bare(subject, place, number);
  }

  /**
   * Reads a message; whatever is wrong with it is told by the result's defect. Call it where the
   * message arrives: its headers are many small objects, and read later, on another thread, they
   * took more than a third of a consumer's time in our profiles.
   */
  InboundMessage read(Fallback bare, @Nullable Headers headers, byte[] data) {
    EnvelopeReader reader = HeaderBinding.NATS.reader();
    if (headers != null) {
      for (Map.Entry<String, List<String>> header : headers.entrySet()) {
        reader.header(header.getKey(), header.getValue().get(0));
      }
    }
    try {
      return new Content(bare.type(), reader.read(data, bare, structured), reader.context(), null);
    } catch (DecodingException e) {
      return new Content(bare.type(), reader.salvage(data, bare), reader.context(), e.getMessage());
    }
  }
}
