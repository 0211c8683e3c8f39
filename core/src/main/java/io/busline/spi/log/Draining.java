package io.busline.spi.log;

/**
 * The slots that a member stops reading, so that nothing of them is held and they can be given up.
 * For no longer than a lease at a time: a retry can wait for long. Pure.
 */
final class Draining {

  private final long leaseNanos;
  private int slots;
  private long until;
  private long again;

  Draining(long leaseNanos, long now) {
    this.leaseNanos = leaseNanos;
    this.again = now;
  }

  int slots() {
    return slots;
  }

  /**
   * Chooses.
   *
   * @param count how many slots are to be emptied
   * @param candidates the slots to choose from
   */
  void choose(int count, int candidates, long now) {
    if (count <= 0) {
      slots = 0;
    } else if (slots == 0 && now - again >= 0) {
      slots = Slots.highest(candidates, count);
      until = now + leaseNanos;
    } else if (slots != 0 && now - until >= 0) {
      slots = 0;
      again = now + leaseNanos;
    }
  }

  /** The member owns these slots and no others. */
  void owns(int owned) {
    slots &= owned;
  }
}
