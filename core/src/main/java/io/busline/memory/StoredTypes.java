package io.busline.memory;

import io.busline.admin.TopicInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The types that the log has seen, and their topics. Guarded by the broker's lock. */
final class StoredTypes {
  private final Map<String, StoredType> byName = new HashMap<>();

  /** Those too that have another topic by now. */
  private final List<StoredType> all = new ArrayList<>();

  /** How many names there were ever. */
  private int count;

  /** A type, in the topic that it has now. */
  StoredType of(String name, String topic) {
    StoredType type = byName.get(name);
    if (type == null || !type.topic.equals(topic)) {
      int index = type == null ? count++ : type.index;
      type = new StoredType(index, name, topic);
      byName.put(name, type);
      all.add(type);
    }
    return type;
  }

  /** Deletes a topic: what comes in it later is of another type. */
  void delete(String topic) {
    all.stream().filter(type -> type.topic.equals(topic)).forEach(type -> type.isDeleted = true);
    all.removeIf(type -> type.isDeleted);
    byName.values().removeIf(type -> type.isDeleted);
  }

  /**
   * All topics, sorted.
   *
   * @param events how many each topic has
   */
  List<TopicInfo> topics(Map<String, Long> events) {
    Map<String, List<StoredType>> byTopic = new TreeMap<>();
    byName.values().forEach(t -> byTopic.computeIfAbsent(t.topic, k -> new ArrayList<>()).add(t));
    return byTopic.entrySet().stream()
        .map(e -> info(e.getKey(), events.getOrDefault(e.getKey(), 0L), e.getValue()))
        .toList();
  }

  private static TopicInfo info(String topic, long events, List<StoredType> types) {
    return new TopicInfo(
        topic,
        OptionalLong.of(events),
        types.stream().map(t -> t.name).sorted().toList(),
        types.stream().map(t -> Instant.ofEpochMilli(t.newestMillis)).max(Instant::compareTo));
  }
}
