package io.busline.spi.log;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** How far each slot of a log was read. Not safe for use by several threads. */
final class SlotPositions {

  final long[] positions = new long[Slots.COUNT];

  long of(int slot) {
    return positions[slot];
  }

  /** How far the slot was read that lags most. */
  long nearest() {
    return Arrays.stream(positions).min().orElseThrow();
  }

  /** How far the slot was read that was read furthest. */
  long furthest() {
    return Arrays.stream(positions).max().orElseThrow();
  }

  void advance(int slots, long position) {
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (Slots.contains(slots, slot)) {
        positions[slot] = Math.max(positions[slot], position);
      }
    }
  }

  void rewind(int slots, long position) {
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (Slots.contains(slots, slot)) {
        positions[slot] = Math.min(positions[slot], position);
      }
    }
  }

  void adopt(SlotPositions other, int slots) {
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (Slots.contains(slots, slot)) {
        positions[slot] = other.positions[slot];
      }
    }
  }

  /** The slots that lag most, and how far they can be read before others lag as much. */
  Span next(int slots) {
    long after = Long.MAX_VALUE;
    long through = Long.MAX_VALUE;
    int furthestBack = 0;
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (!Slots.contains(slots, slot)) {
        continue;
      }
      if (positions[slot] < after) {
        through = after;
        after = positions[slot];
        furthestBack = 1 << slot;
      } else if (positions[slot] == after) {
        furthestBack |= 1 << slot;
      } else {
        through = Math.min(through, positions[slot]);
      }
    }
    return new Span(furthestBack, after, through);
  }

  /** Positions, and the mask of the slots that were read so far. */
  Map<Long, Integer> slots() {
    Map<Long, Integer> slots = new TreeMap<>();
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      slots.merge(positions[slot], 1 << slot, (a, b) -> a | b);
    }
    return slots;
  }
}
