package io.busline.vectors;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.DecodingException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the files of vectors. */
final class Vectors {
  private Vectors() {}

  static Stream<Named<JsonNode>> in(String file) {
    try (var in = Vectors.class.getResourceAsStream("/" + file)) {
      return JsonMapper.shared()
          .readTree(in)
          .valueStream()
          .map(vector -> Named.of(vector.get("name").asString(), vector))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  /** Vectors that are events, of those that may also be refusals. */
  static Stream<Named<JsonNode>> accepted(String file) {
    return in(file).filter(vector -> vector.getPayload().has("expected"));
  }

  static Stream<Named<JsonNode>> refused(String file) {
    return in(file).filter(vector -> vector.getPayload().has("message"));
  }

  static Event<byte[]> expected(JsonNode vector) {
    JsonNode expected = vector.get("expected");
    EventBuilder<byte[]> event =
        Event.builder(expected.get("type").asString(), bytes(expected, "data", "data_base64"))
            .id(expected.get("id").asString())
            .source(expected.get("source").asString());
    if (expected.has("subject")) {
      event.subject(expected.get("subject").asString());
    }
    if (expected.has("time")) {
      event.time(Instant.parse(expected.get("time").asString()));
    }
    if (expected.has("datacontenttype")) {
      event.dataContentType(expected.get("datacontenttype").asString());
    }
    if (expected.has("dataschema")) {
      event.dataSchema(expected.get("dataschema").asString());
    }
    for (var extension : expected.path("extensions").properties()) {
      event.extension(extension.getKey(), extension.getValue().asString());
    }
    return event.build();
  }

  /** Asserts that reading a vector is refused for the reason that it names. */
  static void assertRefused(JsonNode vector, ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining(vector.get("message").asString());
  }

  /** Bytes as a text, or in Base64, or none. */
  static byte[] bytes(JsonNode node, String text, String base64) {
    return node.has(base64)
        ? Base64.getDecoder().decode(node.get(base64).asString())
        : utf8(node.path(text).asString(""));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
