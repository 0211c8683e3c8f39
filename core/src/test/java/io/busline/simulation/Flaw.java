package io.busline.simulation;

import org.jspecify.annotations.Nullable;

/**
 * Mistakes that can be made around the machine, and what they break: to show that it is noticed.
 */
enum Flaw {
  NONE(null),

  /** A worker reports success, whatever its handler did. */
  SWALLOWS_FAILURES(Invariant.NO_LOSS),

  /** The broker delivers what nobody published. */
  INVENTS_EVENTS(Invariant.NO_PHANTOM),

  /** A publish that was not answered in time counts as failed. */
  CALLS_UNKNOWN_FAILED(Invariant.HONEST_OUTCOMES),

  /** A message is given to the machine twice. */
  DELIVERS_TWICE(Invariant.NO_NEEDLESS_DUPLICATE),

  /** The machine is told no keys, and hands out what should wait. */
  FORGETS_KEYS(Invariant.ORDER),

  /** A worker goes on with what was taken back from it. */
  KEEPS_WHAT_WAS_TAKEN_BACK(Invariant.ONE_AT_A_TIME),

  /** More is polled than there is room for. */
  HOARDS(Invariant.BOUNDS),

  /** A dead letter counts as stored before it is. */
  TRUSTS_THE_LETTER_BOX(Invariant.SETTLED_RIGHTLY),

  /** A delivery is settled a second time. */
  ACKNOWLEDGES_TWICE(Invariant.SETTLED_RIGHTLY),

  /** The policy counts one attempt too many. */
  TRIES_ONCE_MORE(Invariant.ATTEMPTS),

  /** The end of a batch is not told. */
  LOSES_ENDINGS(Invariant.PROGRESS),

  /** The thread that owns a machine ends by what was thrown in it. */
  DIES_OF_WHAT_IS_THROWN(Invariant.PROGRESS),

  /** The machine is not told that no worker took a batch. */
  HIDES_THAT_NO_WORKER_STARTED(Invariant.PROGRESS),

  /** The broker is not told that a key may move on. */
  FORGETS_DEFERRED_KEYS(Invariant.PROGRESS),

  /** The broker hands out what is behind a key that is kept back. */
  DOES_NOT_KEEP_BACK(Invariant.ORDER),

  /** A drain reports that nothing is left. */
  HIDES_WHAT_IS_LEFT(Invariant.DRAIN);

  final @Nullable Invariant breaks;

  Flaw(@Nullable Invariant breaks) {
    this.breaks = breaks;
  }
}
