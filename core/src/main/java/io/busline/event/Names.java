package io.busline.event;

import io.busline.error.InvalidEventException;
import java.util.List;

/**
 * The one grammar for names of event types, topics, groups and services: segments of {@code
 * [A-Za-z0-9_-]} joined by single dots, at most {@value #MAX_LENGTH} bytes. It is narrower than any
 * broker's, so a name that passes here reaches every broker unescaped and can never be taken for a
 * wildcard, an administrative subject or a path.
 */
public final class Names {

  /** The longest name in bytes. RabbitMQ's routing keys end at 255, and prefixes need room. */
  public static final int MAX_LENGTH = 200;

  /**
   * First segments that brokers keep for themselves: NATS inboxes, RabbitMQ's built-in exchanges.
   * Kafka's internal topics begin with two underscores, which {@link #require} refuses as well.
   */
  private static final List<String> RESERVED = List.of("_INBOX", "amq");

  private Names() {}

  /**
   * Checks a name.
   *
   * @param what what the name is of, for the message: "event type", "group"
   * @param name the name to check
   * @return the name
   * @throws InvalidEventException if the name is outside the grammar or reserved by a broker
   */
  public static String require(String what, String name) {
    if (name == null) {
      throw new InvalidEventException("the %s's name is null".formatted(what));
    }
    int bad = firstOffence(name);
    if (bad >= 0) {
      throw new InvalidEventException(
          "%s %s is not a name: %s. Use segments of letters, digits, '_' and '-' joined by dots, such as order.created"
              .formatted(what, Quoted.of(name), offence(name, bad)));
    }
    requireFree(what, name);
    return name;
  }

  /** Checks that brokers do not keep a name, or what a pattern matches, for themselves. */
  static void requireFree(String what, String name) {
    boolean kept = name.startsWith("__");
    for (String reserved : RESERVED) {
      kept |= isFirstSegment(reserved, name);
    }
    if (kept) {
      throw new InvalidEventException(
          "%s %s begins with '%s', which brokers keep for themselves. Choose another first segment"
              .formatted(what, Quoted.of(name), name.split("\\.", 2)[0]));
    }
  }

  private static boolean isFirstSegment(String segment, String name) {
    return name.startsWith(segment)
        && (name.length() == segment.length() || name.charAt(segment.length()) == '.');
  }

  /**
   * The index of the first character that breaks the grammar, the length if it ends badly, or -1.
   */
  private static int firstOffence(String name) {
    int length = name.length();
    if (length > MAX_LENGTH) {
      return MAX_LENGTH;
    }
    boolean segmentOpen = false;
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      if (c == '.') {
        if (!segmentOpen) {
          return i;
        }
        segmentOpen = false;
      } else if (isNameCharacter(c)) {
        segmentOpen = true;
      } else {
        return i;
      }
    }
    return segmentOpen ? -1 : length;
  }

  static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  private static String offence(String name, int at) {
    if (name.isEmpty()) {
      return "it is empty";
    }
    if (name.length() > MAX_LENGTH) {
      return "it has " + name.length() + " characters and " + MAX_LENGTH + " are allowed";
    }
    if (at == name.length() || name.charAt(at) == '.') {
      return "it has an empty segment at position " + at;
    }
    return "it has %s at position %d".formatted(Quoted.of(name.substring(at, at + 1)), at);
  }
}
