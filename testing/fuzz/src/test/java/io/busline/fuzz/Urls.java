package io.busline.fuzz;

import io.busline.error.ConfigurationException;
import io.busline.spi.BusUrl;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Function;

/** What URLs of every broker have in common. */
public final class Urls {
  private static final String SECRET = ":SECRET@";

  private Urls() {}

  /**
   * Reads a URL, and has a broker read it if it is the broker's.
   *
   * @param read gives what the broker may show of it
   */
  public static void read(byte[] input, Set<String> schemes, Function<BusUrl, String> read) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      BusUrl url = BusUrl.parse(text);
      requireSecrecy(text, url.toString());
      if (!schemes.contains(url.scheme())) {
        throw new ConfigurationException("the URL is another broker's");
      }
      requireSecrecy(text, read.apply(url));
    } catch (ConfigurationException e) {
      requireSecrecy(text, e.getMessage());
      throw e;
    }
  }

  /** The password is the one in a URL's usual place, if it is nowhere else. */
  private static void requireSecrecy(String url, String shown) {
    int secret = url.indexOf(SECRET);
    boolean isPassword =
        secret > 0
            && url.substring(0, secret).matches("(?s)[A-Za-z][A-Za-z0-9+-]*://[^@:/?]*")
            && url.indexOf("SECRET") == url.lastIndexOf("SECRET");
    if (isPassword && shown.contains("SECRET")) {
      throw new AssertionError("the password is shown: " + shown);
    }
  }
}
