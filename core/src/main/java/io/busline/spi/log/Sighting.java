package io.busline.spi.log;

/**
 * How long another member has been silent. Its silence is measured by our own monotonic clock. One
 * long gap between two looks counts little, because then we slept as well, maybe with it. Time in
 * which we could not write either does not count. Pure.
 */
final class Sighting {

  private final Processes processes;
  private final long leaseNanos;
  private SignOfLife last;
  private long silentNanos;
  private long lookedAt;

  /** A member that was seen for the first time. */
  Sighting(SignOfLife first, Processes processes, long leaseNanos, long now) {
    this.processes = processes;
    this.last = first;
    this.leaseNanos = leaseNanos;
    this.lookedAt = now;
  }

  /**
   * Notes the sign of life that is there at a look. How long the look takes is no silence.
   *
   * @param writable whether our own signs of life are stored
   * @param asked when the look began
   * @param now when it ended
   */
  void look(SignOfLife life, boolean writable, long asked, long now) {
    long gap = writable ? Math.min(asked - lookedAt, leaseNanos / 2) : 0;
    silentNanos = life.count() == last.count() ? silentNanos + gap : 0;
    last = life;
    lookedAt = now;
  }

  /** It had a reason to be silent until now. */
  void excuse(long now) {
    silentNanos = 0;
    lookedAt = now;
  }

  SignOfLife last() {
    return last;
  }

  /** Whether it has been silent for a whole lease, or its process is gone for certain. */
  boolean isDead() {
    return silentNanos >= leaseNanos || processes.isSurelyDead(last.process());
  }
}
