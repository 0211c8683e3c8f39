package io.busline.cli.terminal;

import java.util.regex.Pattern;

/** The last line of defence: whatever looks like credentials in a URL is never shown. */
public final class Secrets {
  private static final Pattern USER_INFO = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)[^\\s/]*@");

  private Secrets() {}

  /**
   * Takes credentials out of URLs.
   *
   * @param text any text
   * @return the text without them
   */
  public static String hidden(String text) {
    return USER_INFO.matcher(text).replaceAll("$1***@");
  }
}
