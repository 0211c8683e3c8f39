package io.busline.json;

import static io.busline.json.Json.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.busline.error.EncodingException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused on writing, by class and place and without the data. */
class JsonCodecEncodingTest {
  private final JsonCodec codec = new JsonCodec();

  record Price(double value, @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal exact) {}

  record Order(Map<String, Price> prices) {}

  record Text(String text) {}

  record Floats(List<Float> values, Float one) {}

  static final class Hidden {
    @SuppressWarnings("unused") // Jackson does not see it either.
    private final String secret = "secret";
  }

  record Failing(int dividend) {
    @JsonProperty
    int value() {
      return 1 / dividend;
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  record Loaded(int value) {}

  private void assertRefused(Object data, String message) {
    assertThatThrownBy(() -> codec.encode(data))
        .isInstanceOf(EncodingException.class)
        .hasMessageStartingWith(data.getClass().getName())
        .hasMessageContaining(message)
        .message()
        .doesNotContain("secret")
        .doesNotContainIgnoringCase("jackson")
        .hasSizeLessThan(400);
  }

  @Test
  void a_number_that_json_does_not_have_is_refused() {
    assertRefused(new Order(Map.of("secret", new Price(Double.NaN, null))), " at prices[*].value:");
    assertRefused(Map.of("x", Double.POSITIVE_INFINITY), "infinite, not a number");
    assertRefused(new Floats(List.of(1f, Float.NaN), null), " at values[1]:");
    assertRefused(new Floats(null, Float.NEGATIVE_INFINITY), " at one:");
    assertRefused(new double[] {1, Double.NaN}, "not a number");
    assertRefused(new float[] {1, Float.NaN}, "not a number");
    assertRefused(new Price(1, new BigDecimal("1e1001")), " at exact:");
  }

  @Test
  void annotations_of_a_number_hold() {
    assertThat(text(codec.encode(new Price(1.5, new BigDecimal("1.10")))))
        .isEqualTo("{\"value\":1.5,\"exact\":\"1.10\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD800", "a\uDC00b", "\uDE00\uD83D"})
  void half_a_surrogate_pair_is_refused(String text) {
    assertRefused(new Text(text), "half a surrogate pair");
  }

  @Test
  void any_other_text_comes_back() {
    var text = new Text("\u0000\u001F\"\\/\u007F\u2028\uD83D\uDE00\uFFFF \\ud800");

    assertThat(codec.decode(codec.encode(text), Text.class)).isEqualTo(text);
  }

  @Test
  void a_class_whose_data_would_be_lost_is_refused() {
    assertRefused(new Hidden(), "has no properties. Give it getters, or make it a record");
    assertRefused(new Object(), "has no properties");
    assertRefused(List.of(Map.of("key", new Hidden())), " at [0][*]:");
  }

  @Test
  void what_the_class_throws_is_the_cause() {
    assertThatThrownBy(() -> codec.encode(new Failing(0)))
        .isInstanceOf(EncodingException.class)
        .hasMessageEndingWith(" at value: it threw java.lang.ArithmeticException")
        .hasRootCauseMessage("/ by zero");
  }

  @Test
  void data_that_contains_itself_is_refused() {
    Map<String, Object> map = new HashMap<>();
    map.put("self", map);
    List<Object> list = new ArrayList<>();
    list.add(list);

    assertRefused(map, "it is nested too deeply, or contains itself");
    assertRefused(list, "it is nested too deeply, or contains itself");
  }

  @Test
  void what_would_be_null_is_refused() {
    assertRefused(Optional.empty(), "is the JSON value null");
  }

  @Test
  void a_class_that_would_have_its_name_in_the_document_is_refused() {
    assertRefused(new Loaded(1), "lets the document name a Java class");
  }

  @Test
  void what_is_too_large_to_be_read_is_not_written() {
    assertThat(codec.encode("x".repeat((1 << 20) - 2))).hasSize(1 << 20);
    assertRefused("x".repeat((1 << 20) - 1), "has 1048577 bytes as JSON and 1048576 are allowed");
  }
}
