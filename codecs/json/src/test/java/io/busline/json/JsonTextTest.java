package io.busline.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "\u00E9\u20AC\uD83D\uDE00\uFFFD",
        "\\uD83D\\uDE00",
        "\\ud83d\\ude00 and more",
        "\\\\ud83d",
        "\\\\\\\\ud83d",
        "\\u0041\\n\\\"",
        "\\uD7FF\\uE000",
        "\\u12",
        "\\uXYZW",
        "\\"
      })
  void sound_text(String text) {
    assertThatEveryAlignmentIs(text, true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\uD83D",
        "\\uD83D\\n",
        "\\uD83D\\uD83D\\uDE00",
        "\\uDE00",
        "\\uDE00\\uD83D",
        "\\\\\\uD83D",
        "\\uD83D\\u0041",
        "\\uD83Dx\\uDE00"
      })
  void half_surrogate_pairs(String text) {
    assertThatEveryAlignmentIs(text, false);
  }

  /** The check looks at eight bytes at once. */
  private static void assertThatEveryAlignmentIs(String text, boolean sound) {
    for (int i = 0; i < 17; i++) {
      assertThat(JsonText.isSound(Json.bytes("x".repeat(i) + text)))
          .as("after %d", i)
          .isEqualTo(sound);
      assertThat(JsonText.isSound(Json.bytes(text + "x".repeat(i))))
          .as("before %d", i)
          .isEqualTo(sound);
    }
  }

  @Test
  void malformed_utf_8() {
    int[][] malformed = {
      {0x80},
      {0xC3},
      {0xC0, 0xA0},
      {0xE0, 0x80, 0xA0},
      {0xE2, 0x82},
      {0xED, 0xA0, 0x80},
      {0xED, 0xB0, 0x80},
      {0xF4, 0x90, 0x80, 0x80},
      {0xF8, 0x88, 0x80, 0x80, 0x80},
      {0xFF},
      {0xFE},
      {0xAC, 0xED, 0x00, 0x05}
    };
    for (int[] units : malformed) {
      for (int before = 0; before < 17; before++) {
        byte[] text = new byte[before + units.length + 9];
        java.util.Arrays.fill(text, (byte) 'x');
        for (int i = 0; i < units.length; i++) {
          text[before + i] = (byte) units[i];
        }
        assertThat(JsonText.isSound(text)).isFalse();
      }
    }
  }
}
