package io.busline.spi.log;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are behind their slot: the slot was read further, but of such a key nothing counts
 * as done from a position on, except what is held or open by itself. So what waits for a key takes
 * no memory, however much it is. Not safe for use by several threads.
 */
final class KeysBehind {

  /** As many as a record of progress should name: 16 bytes or so for each. */
  static final int MOST = 16_384;

  private final Map<Long, Behind> keys = new HashMap<>();

  /**
   * Where a key is.
   *
   * @param slot its slot
   * @param from the first position from which on nothing of it is done
   * @param through the position of the last event of it that was passed over
   * @param events how many were passed over; only for the lag
   */
  record Behind(int slot, long from, long through, long events) {}

  boolean isEmpty() {
    return keys.isEmpty();
  }

  int size() {
    return keys.size();
  }

  @Nullable Behind get(long key) {
    return keys.get(key);
  }

  void forEach(BiConsumer<Long, Behind> visitor) {
    keys.forEach(visitor);
  }

  /** An event of a key is to come again, and all behind it. */
  void add(long key, int slot, long position) {
    keys.merge(
        key,
        new Behind(slot, position, position, 1),
        (before, one) ->
            new Behind(
                slot,
                Math.min(before.from, position),
                Math.max(before.through, position),
                before.events + 1));
  }

  /** An event of a key that is behind is held now, or open by itself; those before it are done. */
  void taken(long key, long position) {
    keys.computeIfPresent(
        key,
        (k, behind) ->
            position >= behind.through
                ? null
                : new Behind(
                    behind.slot, position + 1, behind.through, Math.max(1, behind.events - 1)));
  }

  /** Nothing of a key is left behind. */
  void remove(long key) {
    keys.remove(key);
  }

  /** The first position that is not done, or {@link Long#MAX_VALUE}. */
  long first() {
    long first = Long.MAX_VALUE;
    for (Behind behind : keys.values()) {
      first = Math.min(first, behind.from);
    }
    return first;
  }

  /** How many events were passed over. */
  long events() {
    long events = 0;
    for (Behind behind : keys.values()) {
      events += behind.events;
    }
    return events;
  }

  /** Forgets what is known of some slots beyond a position. */
  void rewind(int slots, long position) {
    keys.values().removeIf(b -> Slots.contains(slots, b.slot) && b.from > position);
    keys.replaceAll(
        (key, b) ->
            Slots.contains(slots, b.slot) && b.through > position
                ? new Behind(b.slot, b.from, position, b.events)
                : b);
  }

  /** Takes over what another says about some slots. */
  void adopt(KeysBehind other, int slots) {
    keys.values().removeIf(behind -> Slots.contains(slots, behind.slot));
    other.keys.forEach(
        (key, behind) -> {
          if (Slots.contains(slots, behind.slot)) {
            keys.put(key, behind);
          }
        });
  }

  /** In an order that depends on nothing but what they are. */
  Map<Long, Behind> sorted() {
    return new TreeMap<>(keys);
  }

  void put(long key, Behind behind) {
    keys.put(key, behind);
  }
}
