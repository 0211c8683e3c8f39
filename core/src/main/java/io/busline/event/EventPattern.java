package io.busline.event;

import io.busline.error.InvalidEventException;

/**
 * A pattern over event types: {@code *} stands for exactly one segment, {@code >} at the end for
 * one or more. A pattern without wildcards matches the one type of that name. The notation is that
 * of <a href="https://docs.nats.io/nats-concepts/subjects">NATS subjects</a>.
 *
 * @param pattern the pattern's text, such as {@code order.*}
 */
public record EventPattern(String pattern) {

  /**
   * Checks the pattern.
   *
   * @throws InvalidEventException if it is outside the grammar
   */
  public EventPattern {
    if (hasWildcard(pattern)) {
      requireWildcards(pattern);
    } else {
      Names.require("event type", pattern);
    }
  }

  /**
   * Whether the pattern names one type only.
   *
   * @return true if there is no wildcard in it
   */
  public boolean isExact() {
    return !hasWildcard(pattern);
  }

  /**
   * Whether a type matches.
   *
   * @param type the name of an event type
   * @return true if it matches
   */
  public boolean matches(String type) {
    int p = 0;
    int t = 0;
    while (p < pattern.length()) {
      char c = pattern.charAt(p);
      if (c == '>') {
        return t < type.length();
      }
      if (c == '*') {
        int start = t;
        while (t < type.length() && type.charAt(t) != '.') {
          t++;
        }
        if (t == start) {
          return false;
        }
        p++;
      } else if (t < type.length() && type.charAt(t) == c) {
        p++;
        t++;
      } else {
        return false;
      }
    }
    return t == type.length();
  }

  @Override
  public String toString() {
    return pattern;
  }

  private static boolean hasWildcard(String pattern) {
    return pattern.indexOf('*') >= 0 || pattern.indexOf('>') >= 0;
  }

  private static void requireWildcards(String pattern) {
    String[] segments = pattern.split("\\.", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      if (!segments[i].equals("*") && !(segments[i].equals(">") && last)) {
        requireSegment(pattern, segments[i]);
      }
    }
    if (pattern.length() > Names.MAX_LENGTH) {
      throw new InvalidEventException(
          "pattern %s has %d characters and %d are allowed"
              .formatted(Quoted.of(pattern), pattern.length(), Names.MAX_LENGTH));
    }
    Names.requireFree("pattern", pattern);
  }

  private static void requireSegment(String pattern, String segment) {
    if (segment.isEmpty() || !segment.chars().allMatch(c -> Names.isNameCharacter((char) c))) {
      throw new InvalidEventException(
          "pattern %s is not valid at segment %s: a segment is a name, '*' for any one segment, or, at the end, '>' for the rest"
              .formatted(Quoted.of(pattern), Quoted.of(segment)));
    }
  }
}
