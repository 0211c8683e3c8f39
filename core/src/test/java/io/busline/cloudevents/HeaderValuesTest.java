package io.busline.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.DecodingException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors of the HTTP binding, and of the SDK that implements it fully. */
class HeaderValuesTest {

  static Stream<Arguments> encodings() {
    return Stream.of(
        Arguments.of("simple", "simple"),
        Arguments.of("percent%encoded", "percent%25encoded"),
        Arguments.of("space encoded", "space%20encoded"),
        Arguments.of("quote\"encoded", "quote%22encoded"),
        Arguments.of("caf\u00E9", "caf%C3%A9"),
        Arguments.of("line\r\nbreak", "line%0D%0Abreak"),
        Arguments.of("Euro \u20AC \uD83D\uDE00", "Euro%20%E2%82%AC%20%F0%9F%98%80"),
        Arguments.of("\u007F\u0000\t", "%7F%00%09"),
        Arguments.of("!#$&'()*+,-./:;<=>?@[\\]^_`{|}~", "!#$&'()*+,-./:;<=>?@[\\]^_`{|}~"),
        Arguments.of("", ""));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void what_is_not_visible_ascii_is_percent_encoded_utf_8(String value, String encoded) {
    assertThat(HeaderValues.encode(value)).isEqualTo(encoded);
    assertThat(HeaderValues.decode(encoded)).isEqualTo(value);
  }

  static Stream<Arguments> lenientValues() {
    return Stream.of(
        Arguments.of("raw space", "raw space"),
        Arguments.of("%30%31", "01"),
        Arguments.of("%c3%a9", "\u00E9"),
        Arguments.of("\"quoted text\"", "quoted text"),
        Arguments.of("partly \"quoted\" text", "partly quoted text"),
        Arguments.of("\"an \\\"escaped\\\" quote\"", "an \"escaped\" quote"),
        Arguments.of("\"an escaped \\\\ backslash\"", "an escaped \\ backslash"),
        Arguments.of("\"a needless \\e scape\"", "a needless e scape"),
        Arguments.of("a bare \\ backslash", "a bare \\ backslash"),
        Arguments.of("\"%41\"%42", "AB"),
        Arguments.of("%2541", "%41"),
        Arguments.of("raw \u20AC and %E2%82%AC", "raw \u20AC and \u20AC"),
        Arguments.of("%EF%BF%BD", "\uFFFD"));
  }

  @ParameterizedTest
  @MethodSource("lenientValues")
  void quotes_needless_escapes_and_raw_text_are_understood(String header, String value) {
    assertThat(HeaderValues.decode(header)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "%0",
        "%g0",
        "%0g",
        "a%",
        "%%41",
        "%+1",
        "%\uFF11\uFF11", // not hexadecimal
        "%ED%A0%80",
        "%ED%B0%80",
        "%ED%A0%80%ED%B0%80", // surrogates
        "%C0%A0",
        "%E0%80%A0",
        "%F0%80%80%A0", // overlong
        "%E2",
        "%E2x",
        "%E2%82",
        "%E2%82x%AC",
        "%F0%9F%98", // cut
        "%82",
        "%E2%82%AC%82", // stray continuation
        "%E2%28%A1",
        "%F0%28%8C%BC", // wrong second byte
        "%F4%90%80%80",
        "%FF", // beyond Unicode
        "\"open",
        "text \"",
        "\"escape\\",
        "\"escaped quote\\\"" // unterminated
      })
  void malformed_values_are_refused(String header) {
    assertThatThrownBy(() -> HeaderValues.decode(header)).isInstanceOf(DecodingException.class);
  }

  @Test
  void every_character_comes_back() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 251) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        String value = "a" + Character.toString(c) + "b";
        assertThat(HeaderValues.decode(HeaderValues.encode(value))).isEqualTo(value);
      }
    }
  }

  @Test
  void bytes_that_are_not_utf_8_are_refused() {
    assertThat(HeaderValues.utf8(new byte[] {'a', (byte) 0xC3, (byte) 0xA9})).isEqualTo("a\u00E9");
    assertThat(HeaderValues.utf8(new byte[] {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD}))
        .isEqualTo("\uFFFD");
    assertThatThrownBy(() -> HeaderValues.utf8(new byte[] {(byte) 0xC3}))
        .isInstanceOf(DecodingException.class)
        .hasMessage("is not UTF-8");
  }
}
