package io.busline.json;

import static io.busline.json.Json.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.busline.error.EncodingException;
import io.busline.event.Event;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.FloatNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What is written can be read: each limit of reading is one of writing. */
class WritingLimitsTest {
  private final JsonCodec codec = new JsonCodec();

  record Measured(OptionalDouble value) {}

  record Anything(Object value) {}

  record Raw(@JsonRawValue String json) {}

  record Open(String name, @JsonAnyGetter Map<String, Object> more) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes(@JsonSubTypes.Type(value = Paid.class, name = "paid"))
  interface Change {}

  record Paid(String kind) implements Change {}

  record Sent(String number) {}

  private void assertRefused(Object data, String... parts) {
    assertThatThrownBy(() -> codec.encode(data))
        .isInstanceOf(EncodingException.class)
        .hasMessageStartingWith(data.getClass().getName())
        .hasMessageContainingAll(parts)
        .message()
        .hasSizeLessThan(400);
  }

  @Test
  void as_many_tokens_are_written_as_are_read() {
    List<Integer> most = Collections.nCopies(99_998, 1);

    assertThat(codec.decode(codec.encode(most), Object[].class)).hasSize(99_998);
    assertRefused(Collections.nCopies(99_999, 1), "nobody could read it", "beyond a limit");
    assertRefused(IntStream.range(0, 120_000).boxed().toList(), "JsonLimits can raise it");
    assertRefused(Collections.nCopies(34_000, Map.of("a", "b")), "beyond a limit");
  }

  @Test
  void text_full_of_commas_and_braces_is_no_tokens() {
    String text = "{,:}[,]".repeat(100_000);

    assertThat(codec.decode(codec.encode(text), String.class)).isEqualTo(text);
  }

  @Test
  void more_is_written_by_a_codec_that_reads_more() {
    var larger = JsonCodec.withLimits(JsonLimits.DEFAULTS.withTokens(300_000));
    List<Integer> many = Collections.nCopies(200_000, 1);

    assertThat(larger.decode(larger.encode(many), Object[].class)).hasSize(200_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"k", "ü", "€", "\"", "\u0001"})
  void a_name_that_is_written_can_be_read(String character) {
    assertRefused(Map.of(character.repeat(2_000), 1), "nobody could read it");
    for (int length = 1; length < 1_100; length += 31) {
      assertReadableIfWritten(codec, Map.of(character.repeat(length), 1));
    }
  }

  record LongName(@JsonProperty(LongName.LONG) int value) {
    static final String LONG =
        "0123456789012345678901234567890123456789012345678901234567890123456789";
  }

  @Test
  void the_name_of_a_property_obeys_the_limit_too() {
    var small = JsonCodec.withLimits(new JsonLimits(10_000, 10, 1_000, 77, 33, 100));

    assertThatThrownBy(() -> small.encode(new LongName(1)))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("a name of 70 bytes, and 50 are sure to be read");
  }

  @Test
  void names_and_texts_obey_limits_that_are_no_round_numbers() {
    var small = JsonCodec.withLimits(new JsonLimits(10_000, 10, 1_000, 77, 33, 100));
    for (int length = 1; length < 150; length++) {
      assertReadableIfWritten(small, Map.of("k".repeat(length), 1));
      assertReadableIfWritten(small, List.of("t".repeat(length)));
      assertReadableIfWritten(small, List.of(new BigInteger("9".repeat(length))));
      assertReadableIfWritten(small, List.of(new BigDecimal("-0." + "9".repeat(length))));
    }
    assertThatThrownBy(() -> small.encode("t".repeat(78))).isInstanceOf(EncodingException.class);
  }

  private static void assertReadableIfWritten(JsonCodec codec, Object data) {
    byte[] written;
    try {
      written = codec.encode(data);
    } catch (EncodingException e) {
      return;
    }
    assertThat(codec.decode(written, JsonNode.class)).isNotNull();
  }

  @Test
  void long_numbers_are_refused_wherever_they_are() {
    var digits = new BigInteger("9".repeat(1_001));

    assertThat(codec.encode(new BigInteger("9".repeat(1_000)))).hasSize(1_000);
    assertRefused(List.of(digits), "a number has 1001 characters and 1000 are allowed");
    assertRefused(List.of(new BigDecimal(digits)), "a number has 1001 characters");
    assertRefused(JsonNodeFactory.instance.numberNode(digits), "a number has 1001 characters");
    assertRefused(DecimalNode.valueOf(new BigDecimal("1e5000")), "too large an exponent");
    assertRefused(new Anything(new BigDecimal("1e-5000")), "too large an exponent");
  }

  static Stream<Object> withoutNumber() {
    return Stream.of(
        new Measured(OptionalDouble.of(Double.NaN)),
        new Measured(OptionalDouble.of(Double.POSITIVE_INFINITY)),
        new Anything(Double.NaN),
        new Anything(new Object[] {1, Float.NaN}),
        new Anything(List.of(Map.of("x", List.of(Double.NEGATIVE_INFINITY)))),
        new Anything(DoubleNode.valueOf(Double.NaN)),
        new Anything(new double[][] {{1}, {Double.NaN}}),
        new Anything(Stream.of(Double.NaN)),
        DoubleNode.valueOf(Double.NaN),
        FloatNode.valueOf(Float.NaN),
        JsonNodeFactory.instance.objectNode().put("x", Double.NaN),
        OptionalDouble.of(Double.NaN));
  }

  @ParameterizedTest
  @MethodSource("withoutNumber")
  void what_is_not_a_number_is_refused_whatever_holds_it(Object data) {
    assertRefused(data, "infinite, not a number");
  }

  @Test
  void what_is_not_a_number_is_not_read_as_one() {
    for (String value : List.of("\"NaN\"", "\"Infinity\"", "1e400")) {
      assertThatThrownBy(
              () -> codec.decode(Json.bytes("{\"value\":" + value + "}"), Measured.class))
          .isInstanceOf(io.busline.error.DecodingException.class);
    }
    assertThat(codec.decode(codec.encode(new Measured(OptionalDouble.of(1.5))), Measured.class))
        .isEqualTo(new Measured(OptionalDouble.of(1.5)));
  }

  @Test
  void raw_json_is_read_before_it_is_sent() {
    assertThat(text(codec.encode(new Raw("{\"a\":[1]}")))).isEqualTo("{\"json\":{\"a\":[1]}}");
    assertRefused(new Raw("secret"), "nobody could read it: it is not JSON");
    assertRefused(new Raw("1,\"x\":"), "nobody could read it");
    assertRefused(new Raw("9".repeat(2_000)), "beyond a limit");
    assertRefused(new Raw("1e5000"), "too large an exponent");
    assertRefused(new Raw("[".repeat(64) + "]".repeat(64)), "beyond a limit");
    assertRefused(new Raw("{\"a\":1,\"a\":1}"), "the same name twice");
  }

  @Test
  void one_name_twice_is_refused() {
    Map<Object, Object> mixed = new HashMap<>(Map.of(1, "a"));
    mixed.put("1", "b");

    assertThat(codec.encode(new Open("n", Map.of("other", 1)))).isNotEmpty();
    assertThat(codec.encode(Map.of(1, "a", 2, "b"))).isNotEmpty();
    assertRefused(new Open("n", Map.of("name", 1)), "the same name twice");
    assertRefused(mixed, "the same name twice");
    assertRefused(new Paid("card"), "property with same name");
  }

  @Test
  void a_document_after_one_that_was_refused_is_not_blamed_for_it() {
    assertRefused(new Raw("secret"), "not JSON");

    assertThat(codec.encode(new Sent("1"))).isNotEmpty();
  }

  @Test
  void half_a_surrogate_pair_is_refused_in_a_name_too() {
    assertRefused(Map.of("\uD800", 1), "");
    assertRefused(new Anything(Map.of("x\uDC00", 1)), "");
    assertRefused(new Anything("x".repeat(100) + "\uD800"), "half a surrogate pair");
  }

  @Test
  void whatever_data_the_codec_writes_fits_into_an_event_as_json() {
    var format = new JsonEventFormat();
    byte[] data = codec.encode(Collections.nCopies(99_998, 1));
    var builder = Event.builder("order.created", data).id("1").source("s");
    builder.dataContentType("application/json");
    for (int i = 0; i < 500; i++) {
      builder.extension("e" + i, "v");
    }
    Event<byte[]> event = builder.build();

    assertThat(format.read(format.write(event))).isEqualTo(event);
    assertThat(format.readBatch(format.writeBatch(List.of(event)))).containsExactly(event);
    assertThatThrownBy(() -> format.writeBatch(List.of(event, event)))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("Write fewer events at a time");
  }

  @Test
  void a_document_of_every_kind_is_still_written() {
    List<Object> all = new ArrayList<>(List.of(1, 2L, 1.5, 2.5f, "x", true));
    all.add(null);
    all.add(new BigDecimal("1.10"));
    all.add(Map.of("k", List.of()));

    assertThat(text(codec.encode(all))).isEqualTo("[1,2,1.5,2.5,\"x\",true,null,1.10,{\"k\":[]}]");
  }
}
