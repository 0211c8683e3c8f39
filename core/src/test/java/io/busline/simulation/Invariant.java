package io.busline.simulation;

/** What must hold in every run. */
enum Invariant {
  /** Every stored event is handled, or becomes a dead letter, in every group. */
  NO_LOSS,
  /** Nothing is handled that was not stored. */
  NO_PHANTOM,
  /** A failed publish is never handled, and an unknown one has a cause. */
  HONEST_OUTCOMES,
  /** Only what a fault touched is handled again. */
  NO_NEEDLESS_DUPLICATE,
  /** An event is handled only once all before it of its key are done. */
  ORDER,
  /** No key is handled twice at once, but beside a handler that was given up or cut off. */
  ONE_AT_A_TIME,
  /** No machine holds or runs more than it may, and each knows what it holds. */
  BOUNDS,
  /** A delivery is settled once, when it is done, by whom it belongs to. */
  SETTLED_RIGHTLY,
  /** An event is tried as often as the policy says, and leaves at most one dead letter. */
  ATTEMPTS,
  /** While there is work for a free worker it is worked on; nothing waits without a wake-up. */
  PROGRESS,
  /** A drain begins nothing, ends by its deadline, and reports what is left. */
  DRAIN
}
