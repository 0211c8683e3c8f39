package io.busline.spi.log;

import io.busline.error.BrokerException;
import io.busline.error.InvalidEventException;
import io.busline.event.StartPosition;
import io.busline.spi.Interests;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is written down about a group as such, as lines of a name and a value. The first member
 * writes it; where the group began never changes.
 *
 * @param interests what it reads, by the member that joined last
 * @param start where it began
 * @param founded when that was
 * @param ends for a group that began with what comes next, the end of each log then
 * @param made when each of these logs was made: one of the same name made later is another
 * @param paused since when its instances rest, or null if they do not
 */
record GroupRecord(
    Interests interests,
    StartPosition start,
    Instant founded,
    Map<String, Long> ends,
    Map<String, Instant> made,
    @Nullable Instant paused) {

  /** Stands for all logs, where positions are given across all of them; no log has this name. */
  static final String ALL_LOGS = "*";

  private static final String FORMAT = "busline 1";

  GroupRecord withInterests(Interests now) {
    return new GroupRecord(now, start, founded, ends, made, paused);
  }

  /** Resting since a time, or, with null, not. */
  GroupRecord withPause(@Nullable Instant since) {
    return new GroupRecord(interests, start, founded, ends, made, since);
  }

  /** Founded no later than it was written down, by the clock that also dates logs and events. */
  GroupRecord foundedBy(Instant written) {
    return founded.isAfter(written)
        ? new GroupRecord(interests, start, written, ends, made, paused)
        : this;
  }

  byte[] encode() {
    return String.join(
            "\n",
            FORMAT,
            "interests " + interests,
            "start " + start,
            "founded " + founded,
            "ends " + joined(ends),
            "made " + joined(made),
            paused == null ? "" : "paused " + paused + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** No log's name holds a blank; some hold a colon, and what follows the last one is ours. */
  private static String joined(Map<String, ?> values) {
    return values.entrySet().stream()
        .map(each -> each.getKey() + ":" + String.valueOf(each.getValue()).replace(':', ';'))
        .collect(Collectors.joining(" "));
  }

  private static <T> Map<String, T> split(@Nullable String joined, Function<String, T> parse) {
    Map<String, T> values = new HashMap<>();
    for (String each : (joined == null ? "" : joined).split(" ", -1)) {
      int colon = each.lastIndexOf(':');
      if (colon > 0) {
        values.put(
            each.substring(0, colon), parse.apply(each.substring(colon + 1).replace(';', ':')));
      }
    }
    return Map.copyOf(values);
  }

  static GroupRecord decode(String group, String text) {
    Map<String, String> lines = new HashMap<>();
    text.lines()
        .filter(line -> line.indexOf(' ') > 0)
        .forEach(
            line ->
                lines.put(
                    line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
    try {
      return new GroupRecord(
          Interests.parse(value(lines, "interests")),
          start(value(lines, "start")),
          Instant.parse(value(lines, "founded")),
          split(lines.get("ends"), Long::valueOf),
          split(lines.get("made"), Instant::parse),
          lines.containsKey("paused") ? Instant.parse(value(lines, "paused")) : null);
    } catch (IllegalArgumentException
        | DateTimeException
        | NoSuchElementException
        | InvalidEventException e) {
      throw new BrokerException(
          "what is kept of group %s cannot be read: %s. Upgrade Busline, or remove the key %s to begin anew"
              .formatted(group, e.getMessage(), RegistryKeys.group(group)),
          e);
    }
  }

  private static String value(Map<String, String> lines, String name) {
    String value = lines.get(name);
    if (value == null) {
      throw new NoSuchElementException("it has no line for " + name);
    }
    return value;
  }

  private static StartPosition start(String text) {
    return switch (text) {
      case "earliest" -> StartPosition.earliest();
      case "latest" -> StartPosition.latest();
      default -> StartPosition.at(Instant.parse(text));
    };
  }
}
