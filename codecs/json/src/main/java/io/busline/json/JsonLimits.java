package io.busline.json;

/**
 * How large a JSON document may be. The parser stops at the first limit it meets, so that a small
 * message can never cost much memory or time. The defaults leave room for any event that a broker
 * carries without special settings.
 *
 * @param documentBytes the whole document, in bytes; 1 MiB by default, which is also what NATS
 *     carries by default. Documents in the event format, which hold data and attributes, may have
 *     twice as many bytes plus 128 KiB
 * @param depth objects and arrays within one another; 64 by default. Every level costs stack
 * @param tokens values, names, and beginnings and ends of objects and arrays together; 100,000 by
 *     default. An empty object is three bytes of JSON and about a hundred in memory
 * @param stringLength one text, in characters; 1 Mi by default
 * @param numberLength one number, in characters, and its exponent; 1,000 by default. The time to
 *     convert a number grows with the square of its length, and {@code 1e999999999} would fill the
 *     memory of whoever adds one to it
 * @param nameLength one name, in bytes; 1,024 by default. The parser remembers some thousand names
 */
public record JsonLimits(
    int documentBytes, int depth, int tokens, int stringLength, int numberLength, int nameLength) {

  /** What holds unless told otherwise. */
  public static final JsonLimits DEFAULTS =
      new JsonLimits(1 << 20, 64, 100_000, 1 << 20, 1_000, 1_024);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public JsonLimits {
    requirePositive("documentBytes", documentBytes);
    requirePositive("depth", depth);
    requirePositive("tokens", tokens);
    requirePositive("stringLength", stringLength);
    requirePositive("numberLength", numberLength);
    requirePositive("nameLength", nameLength);
  }

  /**
   * Changes the size of a document, and of a text, which may fill it.
   *
   * @param bytes the most bytes of a document, and the most characters of a text
   * @return changed limits
   */
  public JsonLimits withDocumentBytes(int bytes) {
    return new JsonLimits(bytes, depth, tokens, bytes, numberLength, nameLength);
  }

  /**
   * Changes the depth.
   *
   * @param levels the most objects and arrays within one another
   * @return changed limits
   */
  public JsonLimits withDepth(int levels) {
    return new JsonLimits(documentBytes, levels, tokens, stringLength, numberLength, nameLength);
  }

  /**
   * Changes the number of tokens.
   *
   * @param count the most tokens
   * @return changed limits
   */
  public JsonLimits withTokens(int count) {
    return new JsonLimits(documentBytes, depth, count, stringLength, numberLength, nameLength);
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "JSON limit " + name + " is " + value + "; it must be positive");
    }
  }
}
