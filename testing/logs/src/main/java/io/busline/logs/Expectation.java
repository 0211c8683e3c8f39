package io.busline.logs;

import org.jspecify.annotations.Nullable;

/** A text that log lines contain, and in how many of them it must be. Its owner guards it. */
final class Expectation {
  private final String text;
  private final int least;
  private final int most;
  private int lines;

  Expectation(String text, int least, int most) {
    this.text = text;
    this.least = least;
    this.most = most;
  }

  boolean matches(String line) {
    return line.contains(text);
  }

  boolean lacksLines() {
    return lines < least;
  }

  boolean hasRoom() {
    return lines < most;
  }

  void count() {
    lines++;
  }

  /** What is wrong; null if nothing is. */
  @Nullable String problem() {
    return lacksLines()
        ? "'%s' is in %d warnings, not in %d%s"
            .formatted(text, lines, least, most > least ? " or more" : "")
        : null;
  }
}
