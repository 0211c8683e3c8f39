package io.busline.simulation;

import org.jspecify.annotations.Nullable;

/** One handing of an event to a session: the message that a machine sees. */
final class HandOver {

  /** Where its machine has it, as told by what the machine asked for. */
  enum Place {
    ON_THE_WAY,
    IDLE,
    WITH_WORKER,
    PARKED,
    DYING,
    GONE
  }

  final Entry entry;
  final Fate fate;
  final Session session;
  final int epoch;
  final int priorAttempts;
  final long notBefore;

  /** Never arrives. */
  boolean dropped;

  Place place = Place.ON_THE_WAY;
  @Nullable Worker worker;
  int indexInBatch;
  int begun;
  boolean inProgress;
  boolean succeeded;
  boolean letterStored;

  /** How often its letter was not stored. */
  int lettersRefused;

  boolean discarded;
  long due;

  HandOver(Entry entry, Session session) {
    this.entry = entry;
    this.fate = entry.fate;
    this.session = session;
    this.epoch = entry.epoch;
    this.priorAttempts = entry.attempts;
    this.notBefore = entry.notBefore;
  }

  /** Whether the broker has taken it away, or counts it as done. */
  boolean isStale() {
    return entry.done || entry.epoch != epoch;
  }

  @Override
  public String toString() {
    return fate + "/" + epoch;
  }
}
