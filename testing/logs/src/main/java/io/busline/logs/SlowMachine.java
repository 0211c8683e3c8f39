package io.busline.logs;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Warnings that say only that something takes longer than usual. Everything does on a busy machine,
 * so they fail no test: each test asserts anyway that it happens. A subscription that is DOWN,
 * after half a minute, is not excused.
 */
final class SlowMachine {
  private static final List<Pattern> TEXTS =
      List.of(
          // Half a second without a confirmation, or as long as the bus waits for one.
          Pattern.compile("^publishing: \\d+ events wait for the broker's confirmation"),
          Pattern.compile("^publishing: the broker did not confirm within "),
          // Five seconds in which nothing moves, an acknowledgement is not answered, or a call to
          // the broker does not return.
          Pattern.compile("^subscription \\S+ is DEGRADED: "),
          // A request to Kafka that is not answered within its time, and is made again.
          Pattern.compile("could not note what it has done, so some is repeated: no answer came"));

  private SlowMachine() {}

  static boolean says(String line) {
    return TEXTS.stream().anyMatch(text -> text.matcher(line).find());
  }
}
