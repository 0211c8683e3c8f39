package io.busline.spi.log;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a member writes again and again, so that the others see that it lives: {@code COUNT BUSY PID
 * STARTED PLACE}.
 *
 * @param count how many it has given; a clock of its own, which nobody sets
 * @param busy whether it has no room for more, and has had none for long
 * @param process the process it is in
 */
record SignOfLife(long count, boolean busy, ProcessIdentity process) {

  private static final Pattern FORMAT =
      Pattern.compile("([0-9]{1,18}) (true|false) ([0-9]{1,18}) (-?[0-9]{1,18}) (.*)");

  byte[] encode() {
    return "%d %s %d %d %s"
        .formatted(count, busy, process.pid(), process.started(), process.place())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Reads what {@link #encode} wrote; empty if it is something else. */
  static Optional<SignOfLife> decode(byte[] bytes) {
    Matcher matcher = FORMAT.matcher(new String(bytes, StandardCharsets.UTF_8));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new SignOfLife(
            Long.parseLong(matcher.group(1)),
            matcher.group(2).equals("true"),
            new ProcessIdentity(
                matcher.group(5),
                Long.parseLong(matcher.group(3)),
                Long.parseLong(matcher.group(4)))));
  }
}
