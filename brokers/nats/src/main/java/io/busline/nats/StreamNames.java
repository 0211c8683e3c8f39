package io.busline.nats;

import java.util.List;
import java.util.Optional;

/**
 * What topics are called on a JetStream server. A stream's name may not hold a dot, so it has an
 * equals sign instead, which no topic has; and streams that are no topics begin with one. So no two
 * names meet, and each can be read back.
 */
final class StreamNames {

  /** The stream of all dead letters. */
  static final String DEAD_LETTERS = "=busline-dead-letters";

  /** The bucket of what groups have done; {@code nats kv ls busline-groups} shows it. */
  static final String GROUPS_BUCKET = "busline-groups";

  static final String GROUPS = "KV_" + GROUPS_BUCKET;

  /** Begins the names of the streams below key-value buckets and object stores. */
  private static final List<String> KEPT = List.of("KV_", "OBJ_");

  private StreamNames() {}

  static String ofTopic(String topic) {
    boolean kept = KEPT.stream().anyMatch(topic::startsWith);
    return (kept ? "=" : "") + token(topic);
  }

  /** The topic that a stream is for, if its name can be one of ours. */
  static Optional<String> topic(String stream) {
    boolean marked = stream.startsWith("=");
    String topic = name(marked ? stream.substring(1) : stream);
    return ofTopic(topic).equals(stream) ? Optional.of(topic) : Optional.empty();
  }

  /** The subjects of a topic's types: those that belong there unless an annotation says else. */
  static List<String> subjects(String topic) {
    String children = topic + ".*";
    return topic.indexOf('.') < 0 ? List.of(topic, children) : List.of(children);
  }

  /** A name as one token of a subject. */
  static String token(String name) {
    return name.replace('.', '=');
  }

  /** Undoes {@link #token}. */
  static String name(String token) {
    return token.replace('=', '.');
  }
}
