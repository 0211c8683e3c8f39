package io.busline.json;

import static io.busline.json.Json.bytes;
import static io.busline.json.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.busline.error.DecodingException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is refused, and in which words; and what is understood although it looks odd. */
class JsonCodecDecodingTest {
  private final JsonCodec codec = new JsonCodec();

  record Item(@JsonProperty("count") int count, BigDecimal price) {}

  record Order(String id, List<Item> items, Map<String, Item> named) {}

  record Scalars(
      Integer integer,
      Boolean bool,
      String text,
      Color color,
      Double number,
      BigInteger big,
      BigDecimal decimal,
      char letter) {}

  enum Color {
    RED
  }

  record Times(
      Instant instant,
      LocalDate date,
      Duration duration,
      Year year,
      @JsonFormat(pattern = "yyyyMMdd") LocalDate compact) {}

  record Positive(int value) {
    Positive {
      if (value <= 0) {
        throw new IllegalArgumentException("value must be positive");
      }
    }
  }

  record Holder(Object value) {}

  record Named(Class<?> type) {}

  record Address(InetAddress address) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes(@JsonSubTypes.Type(value = Card.class, name = "card"))
  sealed interface Payment permits Card {}

  record Card(String number) implements Payment {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  record Loaded(int value) {}

  private void assertRefused(byte[] document, Class<?> target, String message) {
    assertThatThrownBy(() -> codec.decode(document, target))
        .isInstanceOf(DecodingException.class)
        .hasMessageStartingWith("data for " + target.getTypeName() + " ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'items':[{'count':1},{'price':2}]} | at items[1].count is missing, null, or not a valid int",
        "{'items':[{'count':null}]} | at items[0].count is missing, null, or not a valid int",
        "{'items':[{'count':1.0}]} | at items[0].count is missing, null, or not a valid int",
        "{'items':[{'count':''}]} | at items[0].count is missing, null, or not a valid int",
        "{'items':[{'count':3000000000}]} | has a number that does not fit into int",
        "{'items':[{'count':1,'price':true}]} | at items[0].price is not a valid java.math.BigDecimal",
        "{'items':[{'count':1,'price':'secret'}]} | at items[0].price is not a valid",
        "{'items':{}} | at items is not a valid java.util.ArrayList",
        "{'named':{'secret':{'count':true}}} | at named[*].count",
        "{'id':[]} | at id is not a valid java.lang.String (line 1, column 7)",
        "[] | is not a valid io.busline.json.JsonCodecDecodingTest$Order",
        "null | is the JSON value null",
        "{} {} | goes on after its end",
        "{}, | is not JSON",
        "{'id':'1' | ends too early",
        "{'id':'1','id':'2'} | has the same name twice in one object",
        "{'x':{'y':1,'y':2}} | has the same name twice in one object",
        "'   ' | is not a valid",
        "{'id':NaN} | is not JSON",
        "{'id':01} | is not JSON",
        "{'id':'a',} | is not JSON",
        "{id:'a'} | is not JSON",
        "/**/{} | is not JSON",
        "rO0ABQ== | is not JSON"
      })
  void a_document_that_does_not_fit_is_refused_by_place_and_without_its_data(
      String document, String message) {
    assertRefused(json(document), Order.class, message);
    assertThatThrownBy(() -> codec.decode(json(document), Order.class))
        .hasNoCause()
        .message()
        .doesNotContain("secret")
        .doesNotContainIgnoringCase("jackson");
  }

  @Test
  void an_empty_document_is_refused() {
    assertRefused(new byte[0], Order.class, "is empty");
    assertRefused(bytes(" \n"), Order.class, "is empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "integer | 1.0",
        "integer | true",
        "integer | '' ",
        "integer | ' '",
        "integer | 'null'",
        "bool | 1",
        "bool | 'true'",
        "text | 1",
        "text | 1.5",
        "text | true",
        "text | {}",
        "color | 0",
        "color | '0'",
        "color | 'BLUE'",
        "color | ''",
        "number | 'NaN'",
        "number | '-Infinity'",
        "number | 1e999",
        "number | true",
        "big | 1.0",
        "big | 1e99999",
        "big | '1e99999'",
        "big | true",
        "decimal | 'NaN'",
        "decimal | ''",
        "decimal | 1e1001",
        "decimal | 1e-1001",
        "decimal | '1e1000000000'",
        "decimal | 1e999999999999",
        "letter | 65",
        "letter | 'ab'"
      })
  void nothing_is_guessed(String property, String value) {
    assertRefused(json("{'letter':'x','" + property + "':" + value + "}"), Scalars.class, "");
  }

  @Test
  void text_that_holds_a_number_is_that_number() {
    var scalars =
        codec.decode(
            json("{'integer':'12','number':'1.5','big':'7','decimal':'1.10','letter':'x'}"),
            Scalars.class);

    assertThat(scalars.integer()).isEqualTo(12);
    assertThat(scalars.number()).isEqualTo(1.5);
    assertThat(scalars.big()).isEqualTo(7);
    assertThat(scalars.decimal()).isEqualTo(new BigDecimal("1.10"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'instant':1767182400}",
        "{'instant':1767182400000}",
        "{'instant':1767182400.5}",
        "{'instant':'1767182400000'}",
        "{'instant':''}",
        "{'date':20000}",
        "{'date':[2026,1,31]}",
        "{'duration':5}",
        "{'duration':1e1000000000}"
      })
  void a_number_is_no_time(String document) {
    assertRefused(json(document), Times.class, "at ");
  }

  @Test
  void a_year_is_a_number_and_a_pattern_may_ask_for_digits() {
    var times = codec.decode(json("{'year':2026,'compact':'20260131'}"), Times.class);

    assertThat(times.year()).isEqualTo(Year.of(2026));
    assertThat(times.compact()).isEqualTo(LocalDate.of(2026, 1, 31));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e1001", "1E-1001", "[{'a':1e1000000000}]", "{'a':[1e-1000000000]}"})
  void an_exponent_that_would_fill_the_memory_is_refused_everywhere(String number) {
    var document = json("{'value':" + number + "}");

    assertRefused(document, Holder.class, "too large an exponent");
    assertRefused(document, Map.class, "too large an exponent");
    assertRefused(document, Object.class, "too large an exponent");
    assertRefused(document, JsonNode.class, "too large an exponent");
  }

  @Test
  void an_array_of_primitives_holds_only_finite_numbers() {
    assertThat(codec.decode(json("[1.5,-0.0]"), double[].class)).containsExactly(1.5, -0.0);
    assertRefused(json("[1e999]"), float[].class, "infinite");
    assertRefused(json("[null]"), double[].class, "at [0]");
  }

  @Test
  void what_the_class_itself_refuses_is_the_cause() {
    assertThatThrownBy(() -> codec.decode(json("{'value':-1}"), Positive.class))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("is refused by io.busline.json.JsonCodecDecodingTest$Positive")
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .hasRootCauseMessage("value must be positive");
  }

  @Test
  void names_of_classes_in_a_document_are_inert() {
    var document =
        json("{'value':{'@class':'java.util.HashMap','__TypeId__':'x','@type':'type.example/x'}}");

    assertThat(codec.decode(document, Holder.class).value())
        .isEqualTo(
            Map.of("@class", "java.util.HashMap", "__TypeId__", "x", "@type", "type.example/x"));
    assertThat(codec.decode(json("{'value':['java.util.HashMap',{}]}"), Holder.class).value())
        .isEqualTo(List.of("java.util.HashMap", Map.of()));
  }

  @Test
  void no_class_is_loaded_because_a_document_names_it() {
    assertRefused(json("{'type':'java.lang.String'}"), Named.class, "Use a String");
    assertRefused(json("{'address':'localhost'}"), Address.class, "Use a String");
    assertRefused(json("{'@class':'x','value':1}"), Loaded.class, "lets the document name");
    assertRefused(
        json("{'kind':'io.busline.json.JsonCodecDecodingTest$Card'}"),
        Payment.class,
        "names no subtype that is known");
  }

  @Test
  void a_subtype_is_chosen_among_those_the_class_names() {
    assertThat(codec.decode(json("{'kind':'card','number':'1'}"), Payment.class))
        .isEqualTo(new Card("1"));
  }

  @Test
  void bytes_that_are_not_utf_8_are_refused() {
    assertRefused(new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5}, Object.class, "not UTF-8");
    assertRefused(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}, Object.class, "not UTF-8");
    assertRefused("{}".getBytes(java.nio.charset.StandardCharsets.UTF_16), Map.class, "not UTF-8");
    assertRefused("{}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE), Map.class, "not JSON");
    assertRefused(json("'\\ud800'"), String.class, "half a surrogate pair");
  }

  @Test
  void a_byte_order_mark_is_ignored() {
    assertThat(codec.decode(bytes("\uFEFF{}"), JsonNode.class)).isEmpty();
    assertRefused(bytes("\uFEFF"), Map.class, "is empty");
    assertRefused(bytes("\uFEFF\uFEFF{}"), Map.class, "is not JSON");
  }

  @Test
  void null_is_a_value_only_of_a_tree() {
    assertThat(codec.decode(bytes("null"), JsonNode.class).isNull()).isTrue();
    assertRefused(bytes("null"), Object.class, "is the JSON value null");
  }
}
