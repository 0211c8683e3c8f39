package io.busline.json;

import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;

/** The attribute {@code time}: RFC 3339, which is narrower than what {@code java.time} reads. */
final class EventTime {
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)");

  private EventTime() {}

  static String format(Instant time) {
    String text = time.toString();
    if (!Character.isDigit(text.charAt(0))) {
      throw new EncodingException(
          "event's time %s cannot be written: RFC 3339 has the years 0 to 9999".formatted(text));
    }
    return text;
  }

  static Instant parse(String text) {
    if (!RFC_3339.matcher(text).matches()) {
      throw invalid();
    }
    try {
      return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
    } catch (DateTimeException e) {
      throw invalid();
    }
  }

  private static DecodingException invalid() {
    return new DecodingException(
        "attribute time is not a time as RFC 3339 has it, such as 2026-01-31T12:00:00Z");
  }
}
