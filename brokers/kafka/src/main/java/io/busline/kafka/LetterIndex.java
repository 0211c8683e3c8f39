package io.busline.kafka;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Where in their topic the letters are that were not removed. Not safe for several threads. */
final class LetterIndex {

  private final Map<String, Long> offsets = new HashMap<>();
  private final NavigableMap<Long, Letter> letters = new TreeMap<>();

  /**
   * A letter that is there.
   *
   * @param id its id
   * @param group whose it is
   */
  record Letter(String id, String group) {}

  void stored(long offset, Letter letter) {
    Long before = offsets.put(letter.id(), offset);
    if (before != null) {
      letters.remove(before);
    }
    letters.put(offset, letter);
  }

  void removed(String id) {
    Long before = offsets.remove(id);
    if (before != null) {
      letters.remove(before);
    }
  }

  boolean contains(String id) {
    return offsets.containsKey(id);
  }

  boolean isAt(String id, long offset) {
    Long there = offsets.get(id);
    return there != null && there == offset;
  }

  /** What is there, by its offset. */
  NavigableMap<Long, Letter> all() {
    return Collections.unmodifiableNavigableMap(letters);
  }

  /** As above, but of one id only. */
  NavigableMap<Long, Letter> only(String id) {
    NavigableMap<Long, Letter> found = new TreeMap<>();
    Long offset = offsets.get(id);
    if (offset != null) {
      found.putAll(letters.subMap(offset, true, offset, true));
    }
    return found;
  }

  long count(String group) {
    return letters.values().stream().filter(letter -> letter.group().equals(group)).count();
  }

  void clear() {
    offsets.clear();
    letters.clear();
  }
}
