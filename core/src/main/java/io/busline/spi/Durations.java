package io.busline.spi;

import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 250ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 7d}.
 */
public final class Durations {
  private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  /** A hundred years: longer ones overflow where clients and servers count in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @param what what it is for, for the message
   * @param text such as {@code 10s}, or ISO 8601 such as {@code PT10S}
   * @return the duration, above zero and at most 36,500 days
   * @throws ConfigurationException if the text is not such a duration
   */
  public static Duration parse(String what, String text) {
    Duration duration = read(text);
    if (duration.isZero() || duration.isNegative()) {
      throw new ConfigurationException(
          "%s is %s and must be a duration above zero, such as 250ms, 10s, 5m, 2h or 7d"
              .formatted(what, Quoted.of(text)));
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new ConfigurationException(
          "%s is %s, and 36500d is the longest".formatted(what, Quoted.of(text)));
    }
    return duration;
  }

  private static Duration read(String text) {
    Matcher matcher = SHORT.matcher(text.toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }

  /**
   * Writes a duration as people read it.
   *
   * @param duration the duration
   * @return such as {@code 800ms}, {@code 12.5s}, {@code 5m} or {@code 7d}
   */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + "ms";
    }
    if (millis % Duration.ofDays(1).toMillis() == 0) {
      return duration.toDays() + "d";
    }
    if (millis % Duration.ofHours(1).toMillis() == 0) {
      return duration.toHours() + "h";
    }
    if (millis % Duration.ofMinutes(1).toMillis() == 0) {
      return duration.toMinutes() + "m";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : Math.floor(millis / 100.0) / 10 + "s";
  }
}
