package io.busline.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.json.JsonEventFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The JSON format and its batches. */
class JsonVectorsTest {
  private final JsonEventFormat format = new JsonEventFormat();

  static Stream<Named<JsonNode>> validEvents() {
    return Vectors.in("json/valid-events.json");
  }

  static Stream<Named<JsonNode>> invalidEvents() {
    return Vectors.in("json/invalid-events.json");
  }

  static Stream<Named<JsonNode>> validBatches() {
    return Vectors.in("json/valid-batches.json");
  }

  static Stream<Named<JsonNode>> invalidBatches() {
    return Vectors.in("json/invalid-batches.json");
  }

  @ParameterizedTest
  @MethodSource("validEvents")
  void a_valid_event_is_read_and_comes_back(JsonNode vector) {
    var event = format.read(Vectors.utf8(vector.get("event").toString()));

    assertThat(event).isEqualTo(Vectors.expected(vector));
    assertThat(format.read(format.write(event))).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("invalidEvents")
  void an_invalid_event_is_refused_with_the_reason(JsonNode vector) {
    var document = Vectors.utf8(vector.get("event").toString());

    Vectors.assertRefused(vector, () -> format.read(document));
  }

  @Test
  void the_published_suite_has_25_invalid_events_and_ours_has_more() {
    assertThat(invalidEvents()).hasSizeGreaterThanOrEqualTo(25);
  }

  @ParameterizedTest
  @MethodSource("validBatches")
  void a_valid_batch_is_read_and_comes_back(JsonNode vector) {
    var events = format.readBatch(Vectors.utf8(vector.get("batch").toString()));

    assertThat(events).hasSize(vector.get("size").asInt());
    assertThat(format.readBatch(format.writeBatch(events))).isEqualTo(events);
  }

  @ParameterizedTest
  @MethodSource("invalidBatches")
  void an_invalid_batch_is_refused_with_the_reason(JsonNode vector) {
    var document = Vectors.utf8(vector.get("batch").toString());

    Vectors.assertRefused(vector, () -> format.readBatch(document));
  }
}
