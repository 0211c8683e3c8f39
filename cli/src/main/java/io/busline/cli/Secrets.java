package io.busline.cli;

import java.util.regex.Pattern;

/** The last line of defence: whatever looks like credentials in a URL is never shown. */
final class Secrets {
  private static final Pattern USER_INFO = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)[^\\s/]*@");

  private Secrets() {}

  static String hidden(String text) {
    return USER_INFO.matcher(text).replaceAll("$1***@");
  }
}
