package io.busline.event;

/**
 * Shows text that came from outside in a message: quoted, cut, and with everything that is not
 * plainly visible written as an escape, so that it can neither break a line nor drive a terminal.
 */
public final class Quoted {

  /** Enough to recognise a value by, short enough for one line of a log. */
  private static final int SHOWN = 80;

  private Quoted() {}

  /**
   * Quotes a text.
   *
   * @param text what to show
   * @return the text in double quotes, of at most about {@value #SHOWN} characters
   */
  public static String of(String text) {
    StringBuilder quoted = new StringBuilder(Math.min(text.length(), SHOWN) + 8).append('"');
    for (int i = 0; i < text.length() && i < SHOWN; i++) {
      char c = text.charAt(i);
      if (isVisible(c)) {
        quoted.append(c);
      } else {
        quoted.append("\\u%04X".formatted((int) c));
      }
    }
    return quoted.append(text.length() > SHOWN ? "…\"" : "\"").toString();
  }

  private static boolean isVisible(char c) {
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
