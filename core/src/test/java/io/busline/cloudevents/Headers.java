package io.busline.cloudevents;

import io.busline.error.DecodingException;
import io.busline.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Headers of a message, written and read as a broker does. */
final class Headers {
  static final Fallback FALLBACK = fallback("order.created", "stream-17", "nats://orders");

  static final StructuredMode NO_FORMAT =
      (mediaType, document) -> {
        throw new DecodingException("no format reads " + mediaType);
      };

  private Headers() {}

  static Map<String, String> written(HeaderBinding binding, Event<?> event) {
    Map<String, String> headers = new LinkedHashMap<>();
    binding.write(event, headers::put);
    return headers;
  }

  static Event<byte[]> read(HeaderBinding binding, Map<String, String> headers) {
    return reader(binding, headers).read(new byte[0], FALLBACK, NO_FORMAT);
  }

  static EnvelopeReader reader(HeaderBinding binding, Map<String, String> headers) {
    EnvelopeReader reader = binding.reader();
    headers.forEach(reader::header);
    return reader;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Fallback fallback(String type, String id, String source) {
    return new Fallback() {
      @Override
      public String type() {
        return type;
      }

      @Override
      public String id() {
        return id;
      }

      @Override
      public String source() {
        return source;
      }
    };
  }
}
