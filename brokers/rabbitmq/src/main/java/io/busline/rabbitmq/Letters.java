package io.busline.rabbitmq;

import io.busline.admin.DeadLetter;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the entries of a stream of dead letters come to. Whatever is repeated counts once, unless it
 * was removed in between. Not safe for use by several threads.
 */
final class Letters {
  private final TreeMap<Long, DeadLetter> byPlace = new TreeMap<>();
  private final Map<String, Long> places = new HashMap<>();
  private long foreign;

  void add(long place, DeadLetter letter) {
    if (!has(letter.id())) {
      byPlace.put(place, letter);
      places.put(letter.id(), place);
    }
  }

  /** Takes note of an entry that is no letter. */
  void addForeign() {
    foreign++;
  }

  /** How many entries are no letters. */
  long foreign() {
    return foreign;
  }

  void remove(String id) {
    Long place = places.remove(id);
    if (place != null) {
      byPlace.remove(place);
    }
  }

  boolean has(String id) {
    return places.containsKey(id);
  }

  /** All letters, by their places. */
  NavigableMap<Long, DeadLetter> byPlace() {
    return Collections.unmodifiableNavigableMap(byPlace);
  }
}
