package io.busline.json;

import static io.busline.json.Json.bytes;
import static io.busline.json.Json.json;
import static io.busline.json.Json.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.busline.error.DecodingException;
import java.time.Instant;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Instants are read and written faster than Jackson does, and exactly as Jackson does. */
class InstantTest {
  private static final JsonMapper JACKSON = JsonMapper.builder().build();

  private final JsonCodec codec = new JsonCodec();

  record At(Instant at) {}

  record Formatted(
      @JsonFormat(pattern = "yyyy/MM/dd HH:mm", timezone = "UTC") Instant text,
      @JsonFormat(pattern = "yyyyMMddHHmm", timezone = "UTC") Instant digits) {}

  static Stream<Instant> instants() {
    Random random = new Random(42);
    Supplier<Instant> any =
        () ->
            Instant.ofEpochSecond(
                random.nextLong(-70_000_000_000L, 260_000_000_000L),
                random.nextInt(1_000) * (long) Math.pow(1_000, random.nextInt(3)));
    return Stream.concat(
        Stream.of(
            Instant.EPOCH,
            Instant.MIN,
            Instant.MAX,
            Instant.parse("0000-01-01T00:00:00Z"),
            Instant.parse("0000-01-01T00:00:00Z").minusNanos(1),
            Instant.parse("9999-12-31T23:59:59.999999999Z"),
            Instant.parse("9999-12-31T23:59:59.999999999Z").plusNanos(1),
            Instant.parse("2024-02-29T23:59:59.000000001Z")),
        Stream.generate(any).limit(500));
  }

  @ParameterizedTest
  @MethodSource("instants")
  void are_written_as_jackson_writes_them_and_read_again(Instant at) {
    byte[] written = codec.encode(new At(at));

    assertThat(text(written)).isEqualTo(JACKSON.writeValueAsString(new At(at)));
    assertThat(codec.decode(written, At.class)).isEqualTo(new At(at));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.1Z",
        "2026-01-31T12:00:00.1234567Z",
        "2016-12-31T23:59:60Z",
        "2026-01-31t12:00:00z",
        "2026-01-31T12:00:00+05:30",
        "2026-01-31T24:00:00Z",
        "2026-01-31T12:00:00.Z",
        "+12026-01-31T12:00:00Z",
        "-0001-01-31T12:00:00Z"
      })
  void are_read_as_jackson_reads_them(String text) {
    byte[] document = json("{'at':'" + text + "'}");

    assertThat(codec.decode(document, At.class)).isEqualTo(JACKSON.readValue(document, At.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30T12:00:00Z",
        "2026-01-31T25:00:00Z",
        "2026-01-31T12:00Z",
        "2026-01-31T12:00:00.1234567890Z",
        "2026-01-31 12:00:00Z!",
        "2026-01-31T12:00:00",
        "yesterday, after teaZ"
      })
  void are_refused_where_jackson_refuses_them(String text) {
    byte[] document = json("{'at':'" + text + "'}");
    ThrowingCallable reading = () -> codec.decode(document, At.class);

    assertThatThrownBy(() -> JACKSON.readValue(document, At.class)).isNotNull();
    assertThatThrownBy(reading).isInstanceOf(DecodingException.class).hasMessageContaining("at");
  }

  @Test
  void have_the_form_that_an_annotation_asks_for() {
    Instant at = Instant.parse("2026-01-31T12:30:00Z");

    byte[] written = codec.encode(new Formatted(at, at));

    assertThat(text(written))
        .isEqualTo("{\"text\":\"2026/01/31 12:30\",\"digits\":\"202601311230\"}");
    assertThat(codec.decode(written, Formatted.class)).isEqualTo(new Formatted(at, at));
    assertThatThrownBy(() -> codec.decode(bytes("{\"at\":\"202601311230\"}"), At.class))
        .isInstanceOf(DecodingException.class);
  }
}
