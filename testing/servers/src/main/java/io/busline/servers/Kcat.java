package io.busline.servers;

import java.util.ArrayList;
import java.util.List;

/** The client kcat, written in C over librdkafka, as {@code dev/brokers} has it. */
public final class Kcat {

  private Kcat() {}

  /**
   * Whether it is here; it need not be where there is no Debian.
   *
   * @return true if it runs
   */
  public static boolean isHere() {
    try {
      return !run("", "-V").isEmpty();
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /**
   * Runs it to its end; blocks until then.
   *
   * @param input what it reads
   * @param arguments its arguments
   * @return what it has written
   * @throws IllegalStateException if it fails, with what it has written
   */
  public static String run(String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of("kcat"));
    command.addAll(List.of(arguments));
    return Script.output(command, input);
  }
}
