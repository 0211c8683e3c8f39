package io.busline.rabbitmq;

import io.busline.spi.Interests;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the entries of a directory come to. Not safe for use by several threads. */
final class Catalogue {
  private final SortedMap<String, SortedSet<String>> topics = new TreeMap<>();
  private final SortedMap<String, String> groups = new TreeMap<>();

  /** Adds an entry, of which the last one counts; false if that changes nothing. */
  boolean add(DirectoryEntry entry) {
    return switch (entry.kind()) {
      case TOPIC ->
          topics.computeIfAbsent(entry.name(), topic -> new TreeSet<>()).add(entry.text());
      case GROUP -> !entry.text().equals(groups.put(entry.name(), entry.text()));
    };
  }

  /** The types of each topic. */
  Map<String, SortedSet<String>> topics() {
    return topics;
  }

  boolean has(String topic, String type) {
    return topics.getOrDefault(topic, Collections.emptySortedSet()).contains(type);
  }

  boolean has(String group) {
    return groups.containsKey(group);
  }

  Iterable<String> groups() {
    return groups.keySet();
  }

  /** What a group reads that is there. */
  Interests interests(String group) {
    String text = groups.get(group);
    if (text == null) {
      throw new IllegalArgumentException("no group " + group);
    }
    return Interests.parse(text);
  }
}
