package io.busline.soak;

import java.util.Optional;

/**
 * What a process says: a word, a time and more, in one line of text that is written at once, so
 * that a process that is killed has said it or has not.
 *
 * @param kind what it says
 * @param at when, in microseconds of the machine's monotonic clock, which all processes share
 * @param id the event's id, or the status of a health
 * @param rest the id of a copy, the problems of a health, or why a publish failed; or empty
 */
record Line(Kind kind, long at, String id, String rest) {

  /** What is said. */
  enum Kind {
    /** The process is ready. */
    READY,
    /** An event is about to be published. */
    TRIED,
    /** There is a receipt for it. */
    STORED,
    /** There is one, which says that nobody wants it. */
    NOWHERE,
    /** It is surely not stored. */
    FAILED,
    /** Nobody can tell. */
    UNKNOWN,
    /** A handler is done with it. */
    HANDLED,
    /** It is a dead letter. */
    LETTER,
    /** How the bus says it is. */
    HEALTH
  }

  static Line of(Kind kind, String id) {
    return new Line(kind, now(), id, "");
  }

  static long now() {
    return System.nanoTime() / 1_000;
  }

  /** Reads one; empty if it is none, such as what a library prints. */
  static Optional<Line> parse(String text) {
    String[] parts = text.split(" ", 4);
    if (parts.length < 2 || !parts[1].matches("-?[0-9]{1,18}")) {
      return Optional.empty();
    }
    for (Kind kind : Kind.values()) {
      if (kind.name().equals(parts[0])) {
        return Optional.of(
            new Line(kind, Long.parseLong(parts[1]), part(parts, 2), part(parts, 3)));
      }
    }
    return Optional.empty();
  }

  private static String part(String[] parts, int index) {
    return parts.length > index ? parts[index] : "";
  }

  @Override
  public String toString() {
    return (kind + " " + at + " " + id + " " + rest.replace('\n', ' ')).strip();
  }
}
