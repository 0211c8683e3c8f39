package io.busline.cli.command;

import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import io.busline.event.StartPosition;
import io.busline.spi.Durations;
import io.busline.spi.Nearest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** Points in time as people write them. */
public final class Times {
  private static final String EXAMPLES =
      "write an ISO-8601 time such as 2026-11-23T10:00:00Z or 2026-11-23, or how long ago, such as"
          + " -10m";

  private Times() {}

  /**
   * How long something takes.
   *
   * @param text such as {@code 500ms} or {@code 10s}
   * @return the duration
   * @throws TypeConversionException if it is none
   */
  public static Duration duration(String text) {
    try {
      return Durations.parse("the duration", text);
    } catch (ConfigurationException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /**
   * A time from an option: ISO-8601, in the local zone if it names none, or how long ago.
   *
   * @param text the time, or a duration after a minus
   * @return the time
   * @throws TypeConversionException if it is none
   */
  public static Instant parse(String text) {
    if (text.startsWith("-")) {
      return Instant.now().minus(duration(text.substring(1)));
    }
    List<Function<String, Instant>> forms =
        List.of(
            Instant::parse,
            t -> OffsetDateTime.parse(t).toInstant(),
            t -> LocalDateTime.parse(t).atZone(ZoneId.systemDefault()).toInstant(),
            t -> LocalDate.parse(t).atStartOfDay(ZoneId.systemDefault()).toInstant());
    for (Function<String, Instant> form : forms) {
      Instant time = parse(form, text);
      if (time != null) {
        return time;
      }
    }
    throw new TypeConversionException(Quoted.of(text) + " is not a time: " + EXAMPLES);
  }

  private static @Nullable Instant parse(Function<String, Instant> form, String text) {
    try {
      return form.apply(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** Where to start: a word or a time. */
  static StartPosition position(String text) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "earliest" -> {
        return StartPosition.earliest();
      }
      case "latest" -> {
        return StartPosition.latest();
      }
      default -> {
        if (text.chars().allMatch(Character::isLetter)) {
          throw new TypeConversionException(
              "%s is no position. %s; or %s"
                  .formatted(
                      Quoted.of(text),
                      Nearest.hint(text, List.of("earliest", "latest"), ""),
                      EXAMPLES));
        }
        return StartPosition.at(parse(text));
      }
    }
  }
}
