package io.busline.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.EncodingException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Long texts are written faster than Jackson does, and exactly as Jackson does. */
class TextTest {
  private static final JsonMapper JACKSON = JsonMapper.builder().build();

  private final JsonCodec codec = new JsonCodec();

  /** In characters: {@link JsonLimits} allows this many, and nobody reads more. */
  private static final int LONGEST_NAME = 1_024;

  record Note(String text) {}

  record Notes(Object any, List<String> list, Map<String, Object> map) {}

  static Stream<String> characters() {
    IntStream all = IntStream.concat(IntStream.range(0, 0x180), IntStream.of(0x20AC, 0x1F600));
    return all.mapToObj(Character::toString);
  }

  @ParameterizedTest
  @MethodSource("characters")
  void are_written_as_jackson_writes_them_whatever_is_in_them(String character) {
    for (int before = 60; before < 70; before++) {
      Note note = new Note("x".repeat(before) + character + "?".repeat(8));

      byte[] written = codec.encode(note);

      assertThat(written).isEqualTo(JACKSON.writeValueAsBytes(note));
      assertThat(codec.decode(written, Note.class)).isEqualTo(note);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 7_990, 7_998, 8_000, 8_001, 100_000})
  void are_written_as_jackson_writes_them_however_long_they_are(int length) {
    String text = "It is. ".repeat(length / 7 + 1).substring(0, length);
    String name = text.substring(0, Math.min(length, LONGEST_NAME));
    Notes notes = new Notes(text, List.of(text, text), Map.of(name, text));

    assertThat(codec.encode(notes)).isEqualTo(JACKSON.writeValueAsBytes(notes));
  }

  @Test
  void half_a_surrogate_pair_is_refused_and_not_written_as_a_question_mark() {
    String text = "x".repeat(100) + '\uD83D';

    assertThatThrownBy(() -> codec.encode(new Note(text))).isInstanceOf(EncodingException.class);
  }
}
