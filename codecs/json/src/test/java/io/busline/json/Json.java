package io.busline.json;

import java.nio.charset.StandardCharsets;

/** Texts as bytes and back. */
final class Json {
  private Json() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Single quotes become double quotes, for documents in Java source. */
  static byte[] json(String text) {
    return bytes(text.replace('\'', '"'));
  }
}
