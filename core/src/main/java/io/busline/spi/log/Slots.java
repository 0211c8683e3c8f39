package io.busline.spi.log;

import org.jspecify.annotations.Nullable;

/** The shares into which a log's keys are divided; several of them are a mask of bits. */
public final class Slots {

  /**
   * How finely the keys of a group can be shared: at most this many instances work at a time. More
   * slots would make hand-overs finer, and everything that goes through them slower.
   */
  public static final int COUNT = 32;

  /** The mask of all slots; slot n is bit n. */
  public static final int ALL = -1;

  private Slots() {}

  /**
   * The slot of an event. Spreads keys by their hash, the same in every version; events without a
   * key by turns.
   *
   * @param key the event's key, or null if it has none
   * @param position its position
   * @return the slot's number
   */
  public static int of(@Nullable String key, long position) {
    if (key == null) {
      return (int) (position % COUNT);
    }
    int hash = key.hashCode() * 0x9E3779B9;
    return hash >>> 27;
  }

  /**
   * Whether a slot is one of several.
   *
   * @param mask the slots
   * @param slot a slot's number
   * @return true if its bit is set
   */
  public static boolean contains(int mask, int slot) {
    return (mask >>> slot & 1) != 0;
  }

  /** This many of the highest slots: the instance that came first keeps the lowest. */
  static int highest(int mask, int count) {
    int chosen = 0;
    for (int i = 0; i < count; i++) {
      chosen |= Integer.highestOneBit(mask & ~chosen);
    }
    return chosen;
  }

  /** This many of the lowest slots. */
  static int lowest(int mask, int count) {
    int chosen = 0;
    for (int i = 0; i < count; i++) {
      chosen |= Integer.lowestOneBit(mask & ~chosen);
    }
    return chosen;
  }
}
