package io.busline.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotedTest {

  @Test
  void plain_text_is_shown_as_it_is() {
    assertThat(Quoted.of("Order 1, caf\u00E9 \u4E2D")).isEqualTo("\"Order 1, caf\u00E9 \u4E2D\"");
    assertThat(Quoted.of("")).isEqualTo("\"\"");
  }

  @ParameterizedTest
  @CsvSource({
    "0000", "0007", "0009", "000A", "000D", "001B", "007F", "0085", "00AD", "061C", "200B", "200D",
    "200E", "2028", "2029", "202E", "2066", "FEFF", "FFF9", "D800", "DC00", "E000", "0378", "FFFF"
  })
  void what_is_not_plainly_visible_is_an_escape(String hex) {
    char c = (char) Integer.parseInt(hex, 16);

    assertThat(Quoted.of("a" + c + "b")).isEqualTo("\"a\\u" + hex + "b\"");
  }

  @Test
  void a_long_text_is_cut() {
    assertThat(Quoted.of("x".repeat(80))).isEqualTo("\"" + "x".repeat(80) + "\"");
    assertThat(Quoted.of("x".repeat(81))).isEqualTo("\"" + "x".repeat(80) + "\u2026\"");
    assertThat(Quoted.of("\u0000".repeat(1_000_000))).hasSize(80 * 6 + 3);
  }
}
