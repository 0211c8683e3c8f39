package io.busline.cli.terminal;

/**
 * Text from outside, fit for a terminal: what is not plainly visible is written as an escape, so
 * that it can neither break a line nor drive the terminal nor run backwards.
 */
public final class Visible {

  private Visible() {}

  /**
   * The text on one line. In JSON the escapes mean the same as what they stand for.
   *
   * @param text any text
   * @return the text with escapes
   */
  public static String line(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      append(shown, c);
    }
    return shown.toString();
  }

  /**
   * The text with its line breaks and tabs.
   *
   * @param text any text
   * @return the text with escapes
   */
  public static String lines(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\n' || c == '\t') {
        shown.append((char) c);
      } else {
        append(shown, c);
      }
    }
    return shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    if (isVisible(c)) {
      shown.appendCodePoint(c);
    } else {
      for (char unit : Character.toChars(c)) {
        shown.append("\\u%04x".formatted((int) unit));
      }
    }
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }
}
