package io.busline.json;

import static io.busline.json.Json.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.DecodingException;
import io.busline.event.Event;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A small message costs little, whatever it holds. */
class JsonLimitsTest {
  private final JsonCodec codec = new JsonCodec();

  record Node(Node next) {}

  record Text(String text) {}

  private static byte[] nested(int depth) {
    return bytes("[".repeat(depth) + "]".repeat(depth));
  }

  private void assertBeyond(byte[] document, Class<?> target) {
    assertThatThrownBy(() -> codec.decode(document, target))
        .isInstanceOf(DecodingException.class)
        .message()
        .containsAnyOf("is beyond a limit: ", "are allowed")
        .contains("JsonLimits can raise it")
        .hasSizeLessThan(300);
  }

  @Test
  void depth_ends_at_64() {
    assertThat(codec.decode(nested(64), Object[].class)).hasSize(1);
    assertBeyond(nested(65), Object[].class);
    assertBeyond(nested(1_001), JsonNode.class);
    assertBeyond(bytes("[".repeat(100_000)), Object.class);
    assertBeyond(bytes("{\"next\":".repeat(100_000)), Node.class);
    assertBeyond(bytes("{\"unknown\":".repeat(100_000)), Text.class);
  }

  @Test
  void a_document_ends_at_1_mib() {
    assertThat(codec.decode(bytes(" ".repeat((1 << 20) - 2) + "[]"), Object[].class)).isEmpty();
    assertBeyond(bytes(" ".repeat((1 << 20) - 1) + "[]"), Object[].class);
    assertBeyond(new byte[50_000_000], Object[].class);
  }

  @Test
  void tokens_end_at_100_000() {
    assertThat(codec.decode(bytes("[" + "1,".repeat(99_997) + "1]"), Object[].class))
        .hasSize(99_998);
    assertBeyond(bytes("[" + "1,".repeat(99_998) + "1]"), Object[].class);
    assertBeyond(bytes("[" + "{},".repeat(200_000) + "{}]"), JsonNode.class);
  }

  @Test
  void numbers_end_at_1000_digits_and_names_at_1024_bytes() {
    assertThat(codec.decode(bytes("9".repeat(1_000)), Object.class)).isNotNull();
    assertBeyond(bytes("9".repeat(1_001)), Object.class);
    assertBeyond(bytes("[0." + "9".repeat(1_000_000) + "]"), Object[].class);
    assertBeyond(bytes("{\"unknown\":" + "9".repeat(1_000_000) + "}"), Text.class);
    assertThat(codec.decode(bytes("{\"" + "k".repeat(1_024) + "\":1}"), JsonNode.class)).hasSize(1);
    assertBeyond(bytes("{\"" + "k".repeat(1_025) + "\":1}"), Map.class);
  }

  @Test
  void duplicate_names_are_found_at_the_first() {
    assertThatThrownBy(
            () -> codec.decode(bytes("{" + "\"a\":1,".repeat(100_000) + "\"a\":1}"), Map.class))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("same name twice");
  }

  @Test
  void limits_can_be_changed_for_both_sides() {
    var limits =
        JsonLimits.DEFAULTS.withDepth(100).withDocumentBytes(4 << 20).withTokens(2_000_000);
    var larger = JsonCodec.withLimits(limits);
    var text = new Text("x".repeat(3 << 20));

    assertThat(larger.decode(nested(100), Object[].class)).hasSize(1);
    assertThat(larger.decode(larger.encode(text), Text.class)).isEqualTo(text);
    assertThat(larger.decode(bytes("[" + "1,".repeat(1_000_000) + "1]"), Object[].class))
        .hasSize(1_000_001);
    assertThatThrownBy(
            () ->
                JsonCodec.withLimits(JsonLimits.DEFAULTS.withDepth(1))
                    .decode(nested(2), Object[].class))
        .isInstanceOf(DecodingException.class);
  }

  @Test
  void the_event_format_carries_whatever_data_the_codec_carries() {
    var format = new JsonEventFormat();
    var json =
        Event.builder("order.created", nested(64))
            .id("1")
            .source("s")
            .dataContentType("application/json")
            .build();
    var binary = Event.builder("order.created", new byte[1 << 20]).id("1").source("s").build();
    var escapes =
        Event.builder("order.created", bytes("\"".repeat(1 << 20)))
            .id("1")
            .source("s")
            .dataContentType("text/plain")
            .build();

    assertThat(format.read(format.write(json))).isEqualTo(json);
    assertThat(format.readBatch(format.writeBatch(List.of(json)))).containsExactly(json);
    assertThat(format.read(format.write(binary))).isEqualTo(binary);
    assertThat(format.read(format.write(escapes))).isEqualTo(escapes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void a_limit_is_positive(int value) {
    assertThatThrownBy(() -> JsonLimits.DEFAULTS.withDepth(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("JSON limit depth is " + value + "; it must be positive");
  }
}
