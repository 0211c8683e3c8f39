package io.busline.spi.log;

import org.jspecify.annotations.Nullable;

/**
 * Mistakes that a leased log, or what it stands on, can make, and what they break: to show that it
 * is noticed. They are made where a member meets the registry, the store and its handlers.
 */
enum LogFlaw {
  NONE(null),

  /** A change is applied to what the member has read last, and not to what is there. */
  WRITES_OVER_OTHERS(LogInvariant.FENCING),

  /** A member speaks for slots that it does not own, as far as it has read. */
  SPEAKS_FOR_OTHERS(LogInvariant.FENCING),

  /** A member gives up a slot of which it holds something. */
  GIVES_UP_WHAT_IS_HELD(LogInvariant.GIVEN_UP_IDLE),

  /** What a member holds counts as done. */
  COUNTS_HELD_AS_DONE(LogInvariant.NOTHING_DONE_UNSEEN),

  /** What slots an owner was lost with is not kept. */
  FORGETS_CRASHES(LogInvariant.CRASHES_COUNTED),

  /** Retries do not go with a slot to its next owner. */
  DROPS_RETRIES(LogInvariant.ATTEMPTS_KEPT),

  /** Signs of life are not read again before a burial. */
  BURIES_UNASKED(LogInvariant.NOBODY_BURIED_ALIVE),

  /** A log that was put back looks like the one that was read. */
  OVERLOOKS_RESTORATION(LogInvariant.NO_LOSS),

  /** A member goes on with what was taken back from it. */
  KEEPS_WHAT_WAS_TAKEN_BACK(LogInvariant.ONE_AT_A_TIME),

  /** Events of a chunk come in another order. */
  MIXES_A_CHUNK(LogInvariant.ORDER),

  /** A chunk claims to reach further than was looked. */
  READS_TOO_FAR(LogInvariant.NOTHING_DONE_UNSEEN),

  /** Events are handed out that are of no interest. */
  IGNORES_INTERESTS(LogInvariant.NO_PHANTOM),

  /** What was acknowledged is not told. */
  LOSES_ACKNOWLEDGEMENTS(LogInvariant.NO_NEEDLESS_DUPLICATE),

  /** The highest slot stays without an owner. */
  LEAVES_A_SLOT(LogInvariant.FAIR_SHARES),

  /** A log seems to end before it does. */
  FINDS_AN_OLD_END(LogInvariant.LAG),

  /** A change depends on how often it was applied. */
  CHANGES_BY_THE_WAY(LogInvariant.PURE_CHANGES),

  /** A key that was kept back is never asked for again. */
  FORGETS_TO_RESUME(LogInvariant.NO_LOSS),

  /** A write is never answered. */
  NEVER_ANSWERS(LogInvariant.PROGRESS);

  final @Nullable LogInvariant breaks;

  LogFlaw(@Nullable LogInvariant breaks) {
    this.breaks = breaks;
  }
}
