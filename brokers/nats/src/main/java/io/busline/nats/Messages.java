package io.busline.nats;

import io.busline.cloudevents.EnvelopeReader;
import io.busline.cloudevents.Fallback;
import io.busline.cloudevents.HeaderBinding;
import io.busline.error.DecodingException;
import io.busline.event.Event;
import io.busline.spi.InboundMessage;
import io.nats.client.impl.Headers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class Messages {
  private record Content(String topic, Event<byte[]> event, @Nullable String flaw)
      implements InboundMessage {
    @Override
    public Optional<String> defect() {
      return Optional.ofNullable(flaw);
    }
  }

  static Headers headers(Event<?> event) {
    Headers headers = new Headers();
    HeaderBinding.NATS.write(event, headers::put);
    return headers;
  }

  InboundMessage read(
      String topic,
      String stream,
      long seq,
      String subject,
      @Nullable Headers headers,
      byte[] data) {
    EnvelopeReader reader = HeaderBinding.NATS.reader();
    if (headers != null) {
      headers.forEach((name, values) -> reader.header(name, values.get(0)));
    }
    Fallback fallback =
        new Fallback() {
          @Override
          public String type() {
            return subject;
          }

          @Override
          public String id() {
            return Long.toString(seq);
          }

          @Override
          public String source() {
            return "nats:" + stream;
          }
        };
    try {
      return new Content(
          topic,
          reader.read(
              data,
              fallback,
              (type, document) -> {
                throw new DecodingException("structured");
              }),
          null);
    } catch (DecodingException e) {
      return new Content(topic, reader.salvage(data, fallback), e.getMessage());
    }
  }
}
