package io.busline.cloudevents;

import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import io.busline.event.Quoted;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Times as attributes carry them: <a href="https://www.rfc-editor.org/rfc/rfc3339">RFC 3339</a>.
 * Written in UTC with 0, 3, 6 or 9 digits of a second, read with any offset. {@code java.time}
 * reads more than the RFC allows, and takes several times as long.
 */
public final class Timestamps {
  private static final int SECONDS_PER_DAY = 86_400;

  /** {@code 0000-01-01T00:00:00Z} */
  private static final long FIRST_SECOND = -62_167_219_200L;

  /** {@code 9999-12-31T23:59:59Z} */
  private static final long LAST_SECOND = 253_402_300_799L;

  /** {@code 2026-01-31T12:00:00}, without fraction and offset. */
  private static final int DATE_TIME_LENGTH = 19;

  private static final int NANO_DIGITS = 9;

  private Timestamps() {}

  /**
   * Writes a time.
   *
   * @param time the time
   * @return such as {@code 2026-01-31T12:00:00.250Z}
   * @throws EncodingException if the year is not one of 0 to 9999
   */
  public static String format(Instant time) {
    if (time.getEpochSecond() < FIRST_SECOND || time.getEpochSecond() > LAST_SECOND) {
      throw new EncodingException(
          "time %s cannot be written: RFC 3339 has the years 0 to 9999".formatted(time));
    }
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(time.getEpochSecond(), SECONDS_PER_DAY));
    int second = Math.floorMod(time.getEpochSecond(), SECONDS_PER_DAY);
    byte[] text = new byte[DATE_TIME_LENGTH + 1 + NANO_DIGITS + 1];
    digits(text, 0, 4, date.getYear(), '-');
    digits(text, 5, 2, date.getMonthValue(), '-');
    digits(text, 8, 2, date.getDayOfMonth(), 'T');
    digits(text, 11, 2, second / 3600, ':');
    digits(text, 14, 2, second / 60 % 60, ':');
    digits(text, 17, 2, second % 60, 'Z');
    int length = fraction(text, time.getNano());
    return new String(text, 0, length, StandardCharsets.ISO_8859_1);
  }

  /** Writes the fraction, if there is one, in the fewest groups of three; returns the length. */
  private static int fraction(byte[] text, int nano) {
    if (nano == 0) {
      return DATE_TIME_LENGTH + 1;
    }
    text[DATE_TIME_LENGTH] = '.';
    int start = DATE_TIME_LENGTH + 1;
    if (nano % 1_000_000 == 0) {
      digits(text, start, 3, nano / 1_000_000, 'Z');
      return start + 4;
    }
    if (nano % 1_000 == 0) {
      digits(text, start, 6, nano / 1_000, 'Z');
      return start + 7;
    }
    digits(text, start, NANO_DIGITS, nano, 'Z');
    return start + NANO_DIGITS + 1;
  }

  private static void digits(byte[] text, int start, int count, int value, char after) {
    int rest = value;
    for (int i = start + count - 1; i >= start; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    text[start + count] = (byte) after;
  }

  /**
   * Reads a time. Digits beyond the nanosecond are cut off; the leap second 23:59:60 UTC is read as
   * the second before it. What can be read can be written: a time whose offset moves it out of the
   * years 0 to 9999 of UTC is refused.
   *
   * @param text the text
   * @return the time
   * @throws DecodingException if the text is not a time of RFC 3339
   */
  public static Instant parse(String text) {
    int length = text.length();
    if (length <= DATE_TIME_LENGTH
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || (text.charAt(10) | 0x20) != 't'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      throw invalid(text);
    }
    int nano = 0;
    int zone = DATE_TIME_LENGTH;
    if (text.charAt(zone) == '.') {
      zone++;
      int scale = 100_000_000;
      for (; zone < length && isDigit(text.charAt(zone)); zone++) {
        nano += (text.charAt(zone) - '0') * scale;
        scale /= 10;
      }
      if (zone == DATE_TIME_LENGTH + 1) {
        throw invalid(text);
      }
    }
    long second = epochSecond(text, offset(text, zone));
    if (second < FIRST_SECOND || second > LAST_SECOND) {
      throw invalid(text);
    }
    return Instant.ofEpochSecond(second, nano);
  }

  private static long epochSecond(String text, int offset) {
    int year = number(text, 0, 4, 9999);
    int month = number(text, 5, 2, 12);
    int day = number(text, 8, 2, 31);
    int hour = number(text, 11, 2, 23);
    int minute = number(text, 14, 2, 59);
    int second = number(text, 17, 2, 60);
    if (month == 0 || day == 0 || (day > 28 && day > YearMonth.of(year, month).lengthOfMonth())) {
      throw invalid(text);
    }
    long start =
        LocalDate.of(year, month, day).toEpochDay() * SECONDS_PER_DAY
            + hour * 3600L
            + minute * 60L
            - offset;
    if (second < 60) {
      return start + second;
    }
    if (Math.floorMod(start, SECONDS_PER_DAY) != SECONDS_PER_DAY - 60) {
      throw invalid(text);
    }
    return start + 59;
  }

  /** The seconds that the end of the text says to be ahead of UTC. */
  private static int offset(String text, int at) {
    if (at == text.length() - 1 && (text.charAt(at) | 0x20) == 'z') {
      return 0;
    }
    if (at != text.length() - "+00:00".length() || text.charAt(at + 3) != ':') {
      throw invalid(text);
    }
    int seconds = number(text, at + 1, 2, 23) * 3600 + number(text, at + 4, 2, 59) * 60;
    return switch (text.charAt(at)) {
      case '+' -> seconds;
      case '-' -> -seconds;
      default -> throw invalid(text);
    };
  }

  private static int number(String text, int start, int count, int max) {
    int value = 0;
    for (int i = start; i < start + count; i++) {
      if (!isDigit(text.charAt(i))) {
        throw invalid(text);
      }
      value = value * 10 + text.charAt(i) - '0';
    }
    if (value > max) {
      throw invalid(text);
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static DecodingException invalid(String text) {
    return new DecodingException(
        "%s is not a time of RFC 3339, such as 2026-01-31T12:00:00Z".formatted(Quoted.of(text)));
  }
}
