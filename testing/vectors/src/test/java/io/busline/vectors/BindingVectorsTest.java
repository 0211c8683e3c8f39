package io.busline.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.busline.cloudevents.EnvelopeReader;
import io.busline.cloudevents.Fallback;
import io.busline.cloudevents.HeaderBinding;
import io.busline.codec.EventFormat;
import io.busline.error.DecodingException;
import io.busline.event.Event;
import io.busline.json.JsonEventFormat;
import io.busline.protobuf.ProtobufEventFormat;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The headers and the body of messages of each kind of broker. */
class BindingVectorsTest {
  private static final List<String> FILES = List.of("nats", "kafka", "amqp");
  private static final List<EventFormat> FORMATS =
      List.of(new JsonEventFormat(), new ProtobufEventFormat());

  /** What the vectors take for the place of a message that is no event. */
  private record Place(String type, String id, String source) implements Fallback {}

  private static final Fallback PLACE = new Place("bare.type", "17", "broker:orders");

  static Stream<Arguments> accepted() {
    return FILES.stream()
        .flatMap(file -> Vectors.accepted(path(file)).map(vector -> arguments(file, vector)));
  }

  static Stream<Arguments> refused() {
    return FILES.stream()
        .flatMap(file -> Vectors.refused(path(file)).map(vector -> arguments(file, vector)));
  }

  private static String path(String file) {
    return "bindings/" + file + ".json";
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("accepted")
  void a_message_is_read(String file, JsonNode vector) {
    assertThat(read(file, vector)).isEqualTo(Vectors.expected(vector));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("accepted")
  void the_event_is_written_as_the_message_or_as_one_that_is_read_the_same(
      String file, JsonNode vector) {
    Event<byte[]> event = Vectors.expected(vector);
    HeaderBinding binding = binding(file, vector);
    Map<String, String> headers = new LinkedHashMap<>();
    binding.write(event, headers::put);

    if (vector.has("written")) {
      assertThat(headers).isEqualTo(texts(vector.get("headers")));
      assertThat(event.data()).isEqualTo(body(vector));
    }
    EnvelopeReader reader = binding.reader();
    headers.forEach(reader::header);
    if (file.equals("amqp")) {
      reader.contentType(event.dataContentType().orElse(null));
    }
    assertThat(reader.read(event.data(), PLACE, BindingVectorsTest::structured)).isEqualTo(event);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refused")
  void a_wrong_message_is_refused_with_the_reason(String file, JsonNode vector) {
    Vectors.assertRefused(vector, () -> read(file, vector));
  }

  private static Event<byte[]> read(String file, JsonNode vector) {
    EnvelopeReader reader = binding(file, vector).reader();
    for (var header : vector.get("headers").properties()) {
      switch (file) {
        case "nats" -> reader.header(header.getKey(), header.getValue().asString());
        case "kafka" -> reader.utf8Header(header.getKey(), recordHeader(header.getValue()));
        default -> reader.typedHeader(header.getKey(), property(header.getValue()));
      }
    }
    if (vector.has("contenttype")) {
      reader.contentType(vector.get("contenttype").asString());
    }
    return reader.read(body(vector), PLACE, BindingVectorsTest::structured);
  }

  private static HeaderBinding binding(String file, JsonNode vector) {
    return switch (file) {
      case "nats" -> HeaderBinding.NATS;
      case "kafka" -> HeaderBinding.KAFKA;
      default ->
          vector.get("prefix").asString().equals("ce-")
              ? HeaderBinding.AMQP
              : HeaderBinding.AMQP_CLOUDEVENTS;
    };
  }

  private static byte[] body(JsonNode vector) {
    return Vectors.bytes(vector, "body", "body_base64");
  }

  private static byte[] recordHeader(JsonNode value) {
    return value.isObject()
        ? Base64.getDecoder().decode(value.get("bytes").asString())
        : Vectors.utf8(value.asString());
  }

  /** A value of AMQP in the Java type that clients make of it. */
  private static Object property(JsonNode value) {
    if (value.has("timestamp")) {
      return Date.from(Instant.parse(value.get("timestamp").asString()));
    }
    if (value.has("binary")) {
      return Base64.getDecoder().decode(value.get("binary").asString());
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (value.isNumber()) {
      return value.numberValue();
    }
    return value.asString();
  }

  private static Map<String, String> texts(JsonNode headers) {
    Map<String, String> texts = new LinkedHashMap<>();
    headers
        .properties()
        .forEach(header -> texts.put(header.getKey(), header.getValue().asString()));
    return texts;
  }

  private static Event<byte[]> structured(String mediaType, byte[] document) {
    return FORMATS.stream()
        .filter(format -> format.mediaType().equals(mediaType))
        .findAny()
        .orElseThrow(() -> new DecodingException("no format reads " + mediaType))
        .read(document);
  }
}
