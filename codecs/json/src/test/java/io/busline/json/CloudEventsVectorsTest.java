package io.busline.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.DecodingException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The cases of the CloudEvents conformance suite for the JSON format, in our own words and with
 * more of the same kind: {@code src/test/resources/cloudevents}.
 */
class CloudEventsVectorsTest {
  private final JsonEventFormat format = new JsonEventFormat();

  static Stream<Named<JsonNode>> validEvents() {
    return vectors("valid-events.json");
  }

  static Stream<Named<JsonNode>> invalidEvents() {
    return vectors("invalid-events.json");
  }

  static Stream<Named<JsonNode>> validBatches() {
    return vectors("valid-batches.json");
  }

  static Stream<Named<JsonNode>> invalidBatches() {
    return vectors("invalid-batches.json");
  }

  @ParameterizedTest
  @MethodSource("validEvents")
  void a_valid_event_is_read_and_comes_back(JsonNode vector) {
    var event = format.read(Json.bytes(vector.get("event").toString()));

    assertThat(event).isEqualTo(expected(vector.get("expected")));
    assertThat(Json.text(event.data())).isEqualTo(vector.at("/expected/data").asString(""));
    assertThat(format.read(format.write(event))).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("invalidEvents")
  void an_invalid_event_is_refused_with_the_reason(JsonNode vector) {
    var document = Json.bytes(vector.get("event").toString());

    assertThatThrownBy(() -> format.read(document))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining(vector.get("message").asString());
  }

  @Test
  void the_published_suite_has_25_invalid_events_and_ours_has_more() {
    assertThat(invalidEvents()).hasSizeGreaterThanOrEqualTo(25);
  }

  @ParameterizedTest
  @MethodSource("validBatches")
  void a_valid_batch_is_read_and_comes_back(JsonNode vector) {
    var events = format.readBatch(Json.bytes(vector.get("batch").toString()));

    assertThat(events).hasSize(vector.get("size").asInt());
    assertThat(format.readBatch(format.writeBatch(events))).isEqualTo(events);
  }

  @ParameterizedTest
  @MethodSource("invalidBatches")
  void an_invalid_batch_is_refused_with_the_reason(JsonNode vector) {
    var document = Json.bytes(vector.get("batch").toString());

    assertThatThrownBy(() -> format.readBatch(document))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining(vector.get("message").asString());
  }

  private static Event<byte[]> expected(JsonNode expected) {
    EventBuilder<byte[]> event =
        Event.builder(
                expected.get("type").asString(), Json.bytes(expected.path("data").asString("")))
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

  private static Stream<Named<JsonNode>> vectors(String file) {
    try (var in = CloudEventsVectorsTest.class.getResourceAsStream("/cloudevents/" + file)) {
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
}
