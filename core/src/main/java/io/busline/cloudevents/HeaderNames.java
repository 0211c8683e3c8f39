package io.busline.cloudevents;

/**
 * The prefixes that mark a header as an attribute, in whichever binding: {@code ce-}, {@code ce_},
 * {@code cloudEvents_} and {@code cloudEvents:}. Bridges copy headers from one broker to another,
 * so every binding reads them all.
 */
final class HeaderNames {
  private static final String SHORT = "ce";
  private static final String LONG = "cloudEvents";

  private HeaderNames() {}

  /** The index at which the attribute's name begins, or 0 if the header is no attribute. */
  static int afterPrefix(String header, boolean ignoreCase) {
    if (startsWith(header, SHORT, '-', '_', ignoreCase)) {
      return SHORT.length() + 1;
    }
    return startsWith(header, LONG, '_', ':', ignoreCase) ? LONG.length() + 1 : 0;
  }

  private static boolean startsWith(
      String header, String word, char separator, char otherSeparator, boolean ignoreCase) {
    int end = word.length();
    return header.length() > end + 1
        && (header.charAt(end) == separator || header.charAt(end) == otherSeparator)
        && header.regionMatches(ignoreCase, 0, word, 0, end);
  }
}
