package io.busline.json;

import static io.busline.json.Json.json;
import static io.busline.json.Json.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.codec.Codec;
import io.busline.codec.EventFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What travels, and in which form. */
class JsonCodecTest {
  private final JsonCodec codec = new JsonCodec();

  record OrderCreated(String orderId, String userId, BigDecimal amount, Instant timestamp) {}

  record Times(Instant instant, LocalDate date, OffsetDateTime offset, Duration duration) {}

  record Choices(Optional<String> note, Color color, List<Color> colors) {}

  enum Color {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "the colour of grass";
      }
    }
  }

  record Numbers(BigDecimal decimal, BigInteger integer) {}

  record Heartbeat() {}

  @Test
  void a_record_is_an_object_with_its_components_in_order() {
    var order =
        new OrderCreated(
            "o-1", "u-7", new BigDecimal("42.50"), Instant.parse("2026-01-31T12:00:00Z"));

    byte[] bytes = codec.encode(order);

    assertThat(text(bytes))
        .isEqualTo(
            "{\"orderId\":\"o-1\",\"userId\":\"u-7\",\"amount\":42.50,\"timestamp\":\"2026-01-31T12:00:00Z\"}");
    assertThat(codec.decode(bytes, OrderCreated.class)).isEqualTo(order);
  }

  @Test
  void times_are_iso_8601_text_and_keep_their_offset_and_nanoseconds() {
    var times =
        new Times(
            Instant.parse("2026-01-31T12:00:00.123456789Z"),
            LocalDate.of(2026, 1, 31),
            OffsetDateTime.parse("2026-01-31T12:00:00+05:30"),
            Duration.ofMillis(1500));

    byte[] bytes = codec.encode(times);

    assertThat(text(bytes))
        .isEqualTo(
            "{\"instant\":\"2026-01-31T12:00:00.123456789Z\",\"date\":\"2026-01-31\","
                + "\"offset\":\"2026-01-31T12:00:00+05:30\",\"duration\":\"PT1.5S\"}");
    assertThat(codec.decode(bytes, Times.class)).isEqualTo(times);
  }

  @Test
  void an_optional_is_its_value_or_null_and_an_enum_is_the_name_of_its_constant() {
    var some = new Choices(Optional.of("hi"), Color.GREEN, List.of(Color.RED, Color.GREEN));
    var none = new Choices(Optional.empty(), Color.RED, List.of());

    assertThat(text(codec.encode(some)))
        .isEqualTo("{\"note\":\"hi\",\"color\":\"GREEN\",\"colors\":[\"RED\",\"GREEN\"]}");
    assertThat(text(codec.encode(none)))
        .isEqualTo("{\"note\":null,\"color\":\"RED\",\"colors\":[]}");
    assertThat(codec.decode(codec.encode(some), Choices.class)).isEqualTo(some);
    assertThat(codec.decode(codec.encode(none), Choices.class)).isEqualTo(none);
  }

  @Test
  void a_missing_optional_is_empty_and_a_missing_reference_null() {
    var choices = codec.decode(json("{}"), Choices.class);

    assertThat(choices).isEqualTo(new Choices(Optional.empty(), null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.10",
        "42.50",
        "0.1",
        "-0.125",
        "1E+3",
        "1.5E-7",
        "12345678901234567890.123456789012345678901",
        "1E+400"
      })
  void a_decimal_keeps_every_digit_and_its_scale(String number) {
    var decimal = new BigDecimal(number);

    byte[] bytes = codec.encode(new Numbers(decimal, BigInteger.ONE));

    assertThat(text(bytes)).isEqualTo("{\"decimal\":" + number + ",\"integer\":1}");
    assertThat(codec.decode(bytes, Numbers.class).decimal()).isEqualTo(decimal);
    assertThat(codec.decode(bytes, Map.class).get("decimal")).isEqualTo(decimal);
    assertThat(text(codec.encode(codec.decode(bytes, Map.class)))).isEqualTo(text(bytes));
    assertThat(text(codec.encode(codec.decode(bytes, JsonNode.class)))).isEqualTo(text(bytes));
  }

  @Test
  void an_integer_keeps_every_digit() {
    var huge = new BigInteger("9".repeat(999));

    byte[] bytes = codec.encode(new Numbers(BigDecimal.ONE, huge));

    assertThat(codec.decode(bytes, Numbers.class).integer()).isEqualTo(huge);
    assertThat(codec.decode(bytes, Map.class).get("integer")).isEqualTo(huge);
  }

  @Test
  void a_record_without_components_is_an_empty_object() {
    assertThat(text(codec.encode(new Heartbeat()))).isEqualTo("{}");
    assertThat(codec.decode(json("{}"), Heartbeat.class)).isEqualTo(new Heartbeat());
  }

  @Test
  void properties_that_the_class_does_not_know_are_ignored() {
    assertThat(
            codec.decode(json("{'x':{'y':[1,2]},'orderId':'o-1'}"), OrderCreated.class).orderId())
        .isEqualTo("o-1");
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, true",
    "text/json, true",
    "application/vnd.example+json, true",
    "application/xml, false",
    "text/plain, false"
  })
  void it_reads_every_json_media_type(String mediaType, boolean reads) {
    assertThat(codec.reads(mediaType)).isEqualTo(reads);
  }

  @Test
  void it_writes_everything_but_bytes() {
    assertThat(codec.writes(OrderCreated.class)).isTrue();
    assertThat(codec.writes(String.class)).isTrue();
    assertThat(codec.writes(byte[].class)).isFalse();
  }

  @Test
  void codec_and_format_are_found_as_services() {
    assertThat(ServiceLoader.load(Codec.class)).hasAtLeastOneElementOfType(JsonCodec.class);
    assertThat(ServiceLoader.load(EventFormat.class))
        .hasAtLeastOneElementOfType(JsonEventFormat.class);
  }
}
