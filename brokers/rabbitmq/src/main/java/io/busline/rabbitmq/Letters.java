package io.busline.rabbitmq;

import io.busline.admin.DeadLetter;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
    Long place = places.get(id);
    if (place != null) {
      byPlace.remove(place);
    }
  }

  boolean has(String id) {
    Long place = places.get(id);
    return place != null && byPlace.containsKey(place);
  }

  /** Where a letter is, or was before it was removed; null if there never was one. */
  @Nullable Long place(String id) {
    return places.get(id);
  }

  Collection<DeadLetter> after(long place) {
    return byPlace.tailMap(place, false).values();
  }
}
