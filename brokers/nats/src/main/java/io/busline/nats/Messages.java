package io.busline.nats;

import io.busline.cloudevents.EnvelopeReader;
import io.busline.cloudevents.Fallback;
import io.busline.cloudevents.HeaderBinding;
import io.busline.error.DecodingException;
import io.busline.event.Event;
import io.busline.spi.InboundMessage;
import io.nats.client.impl.Headers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events as NATS messages: the subject is the event's type, the attributes are headers. Reads
 * messages of others too, which may have no envelope at all. Safe for use by several threads.
 */
final class Messages {

  private record Content(String topic, Event<byte[]> event, @Nullable String flaw)
      implements InboundMessage {
    @Override
    public Optional<String> defect() {
      return Optional.ofNullable(flaw);
    }
  }

  /**
   * What is known of a message that is no event.
   *
   * @param type its subject
   * @param stream the stream it is in
   * @param seq its place there
   */
  private record Bare(String type, String stream, long seq) implements Fallback {
    @Override
    public String id() {
      return Long.toString(seq);
    }

    @Override
    public String source() {
      return "/jetstream/" + stream;
    }
  }

  /** The headers of an event. */
  static Headers headers(Event<?> event) {
    Headers headers = new Headers();
    HeaderBinding.NATS.write(event, headers::put);
    return headers;
  }

  /** Reads a message; what is wrong with it is in the result. */
  InboundMessage read(
      String topic,
      String stream,
      long seq,
      String subject,
      @Nullable Headers headers,
      byte[] data) {
    EnvelopeReader reader = HeaderBinding.NATS.reader();
    if (headers != null) {
      for (Map.Entry<String, List<String>> header : headers.entrySet()) {
        reader.header(header.getKey(), header.getValue().get(0));
      }
    }
    Fallback fallback = new Bare(subject, stream, seq);
    try {
      return new Content(topic, reader.read(data, fallback, Messages::structured), null);
    } catch (DecodingException e) {
      return new Content(topic, reader.salvage(data, fallback), e.getMessage());
    }
  }

  private static Event<byte[]> structured(String mediaType, byte[] document) {
    throw new DecodingException(
        "message is a whole event as %s, and nothing here reads that. Publish it in binary mode, with ce- headers"
            .formatted(mediaType));
  }
}
