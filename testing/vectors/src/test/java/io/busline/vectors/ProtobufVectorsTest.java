package io.busline.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.protobuf.ProtobufEventFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The Protobuf format and its batches, as bytes that no Protobuf library has made. */
class ProtobufVectorsTest {
  private final ProtobufEventFormat format = new ProtobufEventFormat();

  static Stream<Named<JsonNode>> validEvents() {
    return Vectors.in("protobuf/valid-events.json");
  }

  static Stream<Named<JsonNode>> invalidEvents() {
    return Vectors.in("protobuf/invalid-events.json");
  }

  static Stream<Named<JsonNode>> validBatches() {
    return Vectors.in("protobuf/valid-batches.json");
  }

  static Stream<Named<JsonNode>> invalidBatches() {
    return Vectors.in("protobuf/invalid-batches.json");
  }

  private static byte[] document(JsonNode vector) {
    return Vectors.bytes(vector, "", "document");
  }

  @ParameterizedTest
  @MethodSource("validEvents")
  void a_valid_event_is_read_and_comes_back(JsonNode vector) {
    var event = format.read(document(vector));

    assertThat(event).isEqualTo(Vectors.expected(vector));
    assertThat(format.read(format.write(event))).isEqualTo(event);
    if (vector.has("written")) {
      assertThat(format.write(event)).isEqualTo(document(vector));
    }
  }

  @ParameterizedTest
  @MethodSource("invalidEvents")
  void an_invalid_event_is_refused_with_the_reason(JsonNode vector) {
    Vectors.assertRefused(vector, () -> format.read(document(vector)));
  }

  @ParameterizedTest
  @MethodSource("validBatches")
  void a_valid_batch_is_read_and_comes_back(JsonNode vector) {
    var events = format.readBatch(document(vector));

    assertThat(events).hasSize(vector.get("size").asInt());
    assertThat(format.readBatch(format.writeBatch(events))).isEqualTo(events);
  }

  @ParameterizedTest
  @MethodSource("invalidBatches")
  void an_invalid_batch_is_refused_with_the_reason(JsonNode vector) {
    Vectors.assertRefused(vector, () -> format.readBatch(document(vector)));
  }
}
