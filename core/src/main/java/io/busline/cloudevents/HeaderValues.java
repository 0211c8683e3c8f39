package io.busline.cloudevents;

import io.busline.error.DecodingException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Attribute values in headers that hold only ASCII: "HTTP Header Values" of the <a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">HTTP
 * binding</a>, which the NATS binding shares. Values that are their own encoding, which most are,
 * cost one look at each character.
 */
final class HeaderValues {
  private static final char REPLACEMENT = '\uFFFD';
  private static final String HEX = "0123456789ABCDEF";

  private HeaderValues() {}

  static String encode(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!isLiteral(value.charAt(i))) {
        return percentEncode(value);
      }
    }
    return value;
  }

  private static boolean isLiteral(int c) {
    return c > ' ' && c < 0x7F && c != '"' && c != '%';
  }

  private static String percentEncode(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    StringBuilder encoded = new StringBuilder(utf8.length + 16);
    for (byte b : utf8) {
      if (isLiteral(b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX.charAt(b >> 4 & 0xF)).append(HEX.charAt(b & 0xF));
      }
    }
    return encoded.toString();
  }

  /**
   * Undoes quotes, then percent-encoding, once.
   *
   * @throws DecodingException with the end of a sentence, if the value is malformed
   */
  static String decode(String value) {
    String unquoted = value.indexOf('"') < 0 ? value : unquote(value);
    return unquoted.indexOf('%') < 0 ? unquoted : percentDecode(unquoted);
  }

  /** Removes double quotes anywhere, and the backslashes that escape a character within them. */
  private static String unquote(String value) {
    StringBuilder unquoted = new StringBuilder(value.length());
    boolean quoted = false;
    boolean escaped = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (escaped) {
        unquoted.append(c);
        escaped = false;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        escaped = true;
      } else {
        unquoted.append(c);
      }
    }
    if (quoted) {
      throw new DecodingException("has a double quote that is not closed");
    }
    return unquoted.toString();
  }

  private static String percentDecode(String value) {
    StringBuilder decoded = new StringBuilder(value.length());
    ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
    int i = 0;
    while (i < value.length()) {
      char c = value.charAt(i);
      if (c != '%') {
        decoded.append(c);
        i++;
        continue;
      }
      utf8.reset();
      for (; i < value.length() && value.charAt(i) == '%'; i += 3) {
        utf8.write(escapedByte(value, i));
      }
      decoded.append(utf8(utf8.toByteArray()));
    }
    return decoded.toString();
  }

  private static int escapedByte(String value, int percent) {
    int high = percent + 2 < value.length() ? digit(value.charAt(percent + 1)) : -1;
    int low = high < 0 ? -1 : digit(value.charAt(percent + 2));
    if (low < 0) {
      throw new DecodingException(
          "has a '%' without two hexadecimal digits at position " + percent);
    }
    return high << 4 | low;
  }

  /** Only ASCII digits, unlike {@code Character.digit}. */
  private static int digit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  /**
   * Decodes UTF-8 strictly.
   *
   * @throws DecodingException with the end of a sentence, if the bytes are malformed
   */
  static String utf8(byte[] bytes) {
    // Quick, and puts a character that is hardly ever meant where the bytes are malformed.
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new DecodingException("is not UTF-8", e);
    }
  }
}
