package io.busline.rabbitmq;

import io.busline.error.InvalidEventException;
import io.busline.spi.Interests;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a directory says, as three words such as {@code topic order order.created} or
 * {@code group shipping order.created@order payment.>}.
 *
 * @param kind what it is about
 * @param name the topic or the group
 * @param text the type that was published to the topic, or the group's interests
 */
record DirectoryEntry(Kind kind, String name, String text) {

  /** What an entry is about. */
  enum Kind {
    TOPIC("topic"),
    GROUP("group");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  static DirectoryEntry topic(String topic, String type) {
    return new DirectoryEntry(Kind.TOPIC, topic, type);
  }

  static DirectoryEntry group(String group, Interests interests) {
    return new DirectoryEntry(Kind.GROUP, group, interests.toString());
  }

  byte[] bytes() {
    return String.join(" ", kind.word, name, text).getBytes(StandardCharsets.UTF_8);
  }

  /** The entry that bytes are; null if they are none, or one of a later release. */
  static @Nullable DirectoryEntry read(byte[] bytes) {
    String[] words = new String(bytes, StandardCharsets.UTF_8).split(" ", 3);
    for (Kind kind : Kind.values()) {
      if (words.length == 3 && kind.word.equals(words[0]) && isSound(kind, words[2])) {
        return new DirectoryEntry(kind, words[1], words[2]);
      }
    }
    return null;
  }

  private static boolean isSound(Kind kind, String text) {
    try {
      return kind != Kind.GROUP || !Interests.parse(text).list().isEmpty();
    } catch (InvalidEventException e) {
      return false;
    }
  }
}
