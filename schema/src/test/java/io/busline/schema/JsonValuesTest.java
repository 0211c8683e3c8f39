package io.busline.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.error.DecodingException;
import io.busline.json.JsonCodec;
import io.busline.schema.Effect.Impact;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said of values, against what JsonCodec does: data of every type is really written, and
 * really read as every other type.
 */
class JsonValuesTest {
  enum Colour {
    RED
  }

  enum Colours {
    RED,
    GREEN
  }

  record Inner(String text) {}

  record AByte(byte v) {}

  record AnInt(int v) {}

  record AnInteger(Integer v) {}

  record ALong(long v) {}

  record ABigInteger(BigInteger v) {}

  record AYear(Year v) {}

  record AFloat(float v) {}

  record ADouble(double v) {}

  record ABigDecimal(BigDecimal v) {}

  record ABoolean(boolean v) {}

  record ABox(Boolean v) {}

  record AChar(char v) {}

  record AString(String v) {}

  @SuppressWarnings("ArrayRecordComponent") // It is what is tried.
  record SomeBytes(byte[] v) {}

  record AUuid(UUID v) {}

  record AnInstant(Instant v) {}

  record AnOffset(OffsetDateTime v) {}

  record AZoned(ZonedDateTime v) {}

  record ADate(LocalDate v) {}

  record ADuration(Duration v) {}

  record AColour(Colour v) {}

  record SomeColours(Colours v) {}

  record AnOptional(Optional<Integer> v) {}

  record AList(List<Integer> v) {}

  record ASet(Set<Integer> v) {}

  @SuppressWarnings("ArrayRecordComponent") // It is what is tried.
  record AnArray(int[] v) {}

  record Texts(List<String> v) {}

  record AMap(Map<String, Integer> v) {}

  record ByColour(Map<Colour, Integer> v) {}

  record ByColours(Map<Colours, Integer> v) {}

  record AnObject(Inner v) {}

  record Any(Object v) {}

  /** The data that is hardest on a reader, of each type. */
  private static final List<Record> DATA =
      List.of(
          new AByte(Byte.MIN_VALUE),
          new AnInt(Integer.MIN_VALUE),
          new AnInteger(Integer.MAX_VALUE),
          new AnInteger(null),
          new ALong(Long.MIN_VALUE),
          new ABigInteger(BigInteger.TEN.pow(900)),
          new ABigInteger(null),
          new AYear(Year.of(2026)),
          new AYear(null),
          new AFloat(1.5f),
          new ADouble(1e300),
          new ADouble(1.5),
          new ABigDecimal(new BigDecimal("1.5E+400")),
          new ABigDecimal(null),
          new ABoolean(true),
          new ABox(null),
          new ABox(true),
          new AChar('x'),
          new AString("a text"),
          new AString(null),
          new SomeBytes(new byte[] {1, 2, 3, 4}),
          new AUuid(UUID.fromString("0f3c9a1b-2d4e-4f60-8f3c-9a1b2d4e5f60")),
          new AnInstant(Instant.parse("2026-01-31T12:00:00.123456789Z")),
          new AnOffset(OffsetDateTime.parse("2026-01-31T12:00:00+05:30")),
          new AZoned(ZonedDateTime.parse("2026-01-31T12:00:00+01:00[Europe/Paris]")),
          new ADate(LocalDate.of(2026, 1, 31)),
          new ADuration(Duration.ofMillis(1500)),
          new AColour(Colour.RED),
          new SomeColours(Colours.GREEN),
          new AnOptional(Optional.empty()),
          new AnOptional(Optional.of(Integer.MAX_VALUE)),
          new AList(Arrays.asList(1, null)),
          new ASet(Set.of(1)),
          new ASet(new HashSet<>(Arrays.asList(1, null))),
          new AnArray(new int[] {1000}),
          new Texts(List.of("a text")),
          new AMap(Map.of("text", 1)),
          new ByColour(Map.of(Colour.RED, 1)),
          new ByColours(Map.of(Colours.GREEN, 1)),
          new AnObject(new Inner("a text")),
          new Any(Map.of("text", 1)),
          new Any(List.of(Map.of())));

  private final JsonCodec codec = new JsonCodec();

  static List<Class<?>> types() {
    return DATA.stream().<Class<?>>map(Object::getClass).distinct().toList();
  }

  @ParameterizedTest
  @MethodSource("types")
  void what_is_said_of_readers_is_what_the_codec_does(Class<?> reader) {
    Map<String, String> said = new LinkedHashMap<>();
    Map<String, String> done = new LinkedHashMap<>();
    for (Class<?> writer : types()) {
      said.put(writer.getSimpleName(), breaksOldReaders(reader, writer) ? "break" : "survive");
      done.put(writer.getSimpleName(), breaks(reader, writer) ? "break" : "survive");
    }

    assertThat(said).isEqualTo(done);
  }

  @Test
  void whole_numbers_that_lose_digits_are_worth_a_look() {
    byte[] document = codec.encode(new ALong(Long.MAX_VALUE - 1));

    assertThat((long) codec.decode(document, ADouble.class).v()).isNotEqualTo(Long.MAX_VALUE - 1);
    assertThat(changes(ADouble.class, ALong.class))
        .singleElement()
        .satisfies(c -> assertThat(c.oldReaders().impact()).isEqualTo(Impact.CAUTION));
  }

  private boolean breaks(Class<?> reader, Class<?> writer) {
    return DATA.stream()
        .filter(writer::isInstance)
        .map(codec::encode)
        .anyMatch(document -> refuses(reader, document));
  }

  /** Also true if nothing is left where there was something. */
  private boolean refuses(Class<?> reader, byte[] document) {
    try {
      byte[] again = codec.encode(codec.decode(document, reader));
      return hasNull(again) && !hasNull(document);
    } catch (DecodingException e) {
      return true;
    }
  }

  private static boolean hasNull(byte[] document) {
    return new String(document, StandardCharsets.UTF_8).contains("null");
  }

  private static boolean breaksOldReaders(Class<?> old, Class<?> now) {
    return new Comparison(changes(old, now)).oldReaders() == Impact.BREAKS;
  }

  private static List<Change> changes(Class<?> old, Class<?> now) {
    ShapeReader shapes = new ShapeReader();
    List<Change> changes = new ArrayList<>();
    new ShapeComparison(shapes::properties, shapes::properties, changes)
        .compare("", shapes.shape(old), shapes.shape(now));
    return changes;
  }
}
