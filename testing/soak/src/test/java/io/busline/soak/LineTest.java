package io.busline.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {
  @ParameterizedTest
  @EnumSource
  void what_is_said_is_heard(Line.Kind kind) {
    Line line = new Line(kind, 123_456, "k.7", "it waits for the server");

    assertThat(Line.parse(line.toString())).contains(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HANDLED", "HANDLED soon k.7", "WARNING 5 x", "SLF4J: no providers"})
  void what_libraries_print_is_not_heard(String text) {
    assertThat(Line.parse(text)).isEmpty();
  }
}
