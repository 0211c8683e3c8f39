package io.busline.spi.log;

import io.busline.spi.TimeSource;

/** How much has happened that is not written down, and when it is to be written. */
final class Unwritten {

  /**
   * Writes wait for others, but not long: an event that is done is delivered again after a crash
   * unless that is written.
   */
  private static final int MANY_DONE = 1_000;

  private static final long PATIENCE_NANOS = 50_000_000;

  /** How far slots were read matters for the lag, and to the next owner. */
  private static final long MOVED_NANOS = 500_000_000;

  private final TimeSource time;
  private int done;
  private boolean isMore;
  private boolean hasMoved;
  private long dueAt = Long.MAX_VALUE;

  /** How many notes there were, in the write that was sent last, and in what is stored. */
  private long notes;

  private long sent;
  private long stored;

  Unwritten(TimeSource time) {
    this.time = time;
  }

  /** An event is done. */
  void done() {
    done++;
    dueAt = Math.min(dueAt, time.nanos() + PATIENCE_NANOS);
  }

  /** Something else is to be written. */
  void noted() {
    isMore = true;
    dueAt = Math.min(dueAt, time.nanos() + PATIENCE_NANOS);
  }

  /** Slots were read on. */
  void moved() {
    if (!hasMoved) {
      hasMoved = true;
      dueAt = Math.min(dueAt, time.nanos() + MOVED_NANOS);
    }
  }

  /** Everything is to be written at once; returns the number of this note. */
  long all() {
    isMore = true;
    dueAt = time.nanos();
    return ++notes;
  }

  /** Whether a note is written down. */
  boolean isStored(long note) {
    return stored >= note;
  }

  /** What was sent last is written down. */
  void stored() {
    stored = sent;
  }

  /** When it is to be written, on the clock of {@link TimeSource#nanos}. */
  long dueAt() {
    return dueAt;
  }

  /** Whether there is something, and it has waited long enough. */
  boolean isDue() {
    // By hand, time may not move again.
    boolean due = done >= MANY_DONE || time.isVirtual() || time.nanos() - dueAt >= 0;
    return due && (done > 0 || isMore || hasMoved);
  }

  /** Everything is on its way. */
  void clear() {
    done = 0;
    isMore = false;
    hasMoved = false;
    dueAt = Long.MAX_VALUE;
    sent = notes;
  }
}
