package io.busline.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the parser does not check itself: that bytes are UTF-8 as RFC 3629 has it, and that no
 * escape leaves half a surrogate pair, which no other text could carry on.
 */
final class JsonText {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long BACKSLASHES = LOW_BITS * '\\';
  private static final long QUOTES = LOW_BITS * '"';
  private static final long SPACES = LOW_BITS * ' ';
  private static final int ESCAPE_LENGTH = "\\u0000".length();
  private static final byte[] TOKENS = tokens();
  private static final char REPLACEMENT = '\uFFFD';

  private JsonText() {}

  /** What is wrong with a document before it is parsed, for the end of a sentence, or null. */
  static @Nullable String problem(byte[] text, int maxBytes) {
    if (text.length > maxBytes) {
      return "has %d bytes and %d are allowed. JsonLimits can raise it"
          .formatted(text.length, maxBytes);
    }
    if (text.length == 0) {
      return "is empty";
    }
    return isSound(text) ? null : "is not JSON: it is not UTF-8, or holds half a surrogate pair";
  }

  /** Whether the text is sound. Most documents are plain ASCII and cost one look at each word. */
  static boolean isSound(byte[] text) {
    return isPlain(text) || (isUtf8(text) && surrogatesArePaired(text));
  }

  /** Where the text begins: after the byte order mark, which RFC 8259 lets a reader ignore. */
  static int start(byte[] text) {
    return text.length >= 3
            && text[0] == (byte) 0xEF
            && text[1] == (byte) 0xBB
            && text[2] == (byte) 0xBF
        ? 3
        : 0;
  }

  /**
   * Whether all is ASCII and nothing is escaped. The loop has no way out before its end, so that
   * the compiler makes vectors of it, which is quicker than stopping early.
   */
  private static boolean isPlain(byte[] text) {
    long special = 0;
    int i = 0;
    for (; i <= text.length - Long.BYTES; i += Long.BYTES) {
      long word = (long) LONGS.get(text, i);
      special |= word | zeros(word ^ BACKSLASHES);
    }
    for (; i < text.length; i++) {
      special |= text[i] == '\\' ? HIGH_BITS : text[i];
    }
    return (special & HIGH_BITS) == 0;
  }

  /** Whether it can stand between quotes as it is: ASCII without what RFC 8259 has escaped. */
  static boolean isVerbatim(byte[] text) {
    long special = 0;
    int i = 0;
    for (; i <= text.length - Long.BYTES; i += Long.BYTES) {
      long word = (long) LONGS.get(text, i);
      special |= word | (word - SPACES) | zeros(word ^ BACKSLASHES) | zeros(word ^ QUOTES);
    }
    for (; i < text.length; i++) {
      special |= text[i] == '\\' || text[i] == '"' ? HIGH_BITS : text[i] - ' ';
    }
    return (special & HIGH_BITS) == 0;
  }

  /** As many tokens as the text can have, if nothing that looks like one stands in a string. */
  static int tokensAtMost(byte[] text) {
    int tokens = 1;
    for (byte b : text) {
      tokens += TOKENS[b & 0xFF];
    }
    return tokens;
  }

  /** How many tokens end or begin with a byte: what closes has a value before it, or none. */
  private static byte[] tokens() {
    byte[] tokens = new byte[256];
    tokens['['] = 1;
    tokens['{'] = 1;
    tokens[','] = 1;
    tokens[':'] = 1;
    tokens[']'] = 2;
    tokens['}'] = 2;
    return tokens;
  }

  /** The high bit of the lowest byte that is zero is set; without one, no high bit is. */
  private static long zeros(long word) {
    return (word - LOW_BITS) & ~word;
  }

  /** Whether the bytes are UTF-8. The quick decoder turns a fault into a character we look for. */
  static boolean isUtf8(byte[] text) {
    if (new String(text, StandardCharsets.UTF_8).indexOf(REPLACEMENT) < 0) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean surrogatesArePaired(byte[] text) {
    int i = 0;
    while (i < text.length) {
      int unit = text[i] == '\\' ? escapedUnit(text, i) : -1;
      if (isLow(unit) || (isHigh(unit) && !isLow(escapedUnit(text, i + ESCAPE_LENGTH)))) {
        return false;
      }
      i += isHigh(unit) ? 2 * ESCAPE_LENGTH : text[i] == '\\' ? 2 : 1;
    }
    return true;
  }

  private static boolean isHigh(int unit) {
    return unit >= Character.MIN_HIGH_SURROGATE && unit <= Character.MAX_HIGH_SURROGATE;
  }

  private static boolean isLow(int unit) {
    return unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE;
  }

  /** The UTF-16 unit that an escape at an index stands for, or -1. */
  private static int escapedUnit(byte[] text, int at) {
    if (at + ESCAPE_LENGTH > text.length || text[at] != '\\' || text[at + 1] != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + ESCAPE_LENGTH; i++) {
      int digit = Character.digit((char) text[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }
}
