package io.busline.spi.log;

/** What must hold in every run of a leased log. */
enum LogInvariant {
  /** Every event that is stored and of interest is handled in the end. */
  NO_LOSS,
  /** Nothing is handed out that is not stored and of interest. */
  NO_PHANTOM,
  /** Without faults, an event is handled again only after a retry or a release. */
  NO_NEEDLESS_DUPLICATE,
  /** An event is handled only once all before it of its key are done, or held before it. */
  ORDER,
  /** No two members hold events of one key, except while one may be taken for dead. */
  ONE_AT_A_TIME,
  /** Only the owner of a slot changes what is recorded of it. */
  FENCING,
  /** Nothing is recorded as done that nobody has acknowledged. */
  NOTHING_DONE_UNSEEN,
  /** A slot is given up while nothing of it is held. */
  GIVEN_UP_IDLE,
  /** Nobody is buried, and no slot taken away, while signs of life come. */
  NOBODY_BURIED_ALIVE,
  /** What is recorded of earlier attempts reaches whoever tries next. */
  ATTEMPTS_KEPT,
  /** An event that ends each process that tries it is not tried for ever. */
  CRASHES_COUNTED,
  /** After some leases of quiet, all slots have owners, and living members own equally many. */
  FAIR_SHARES,
  /** There is no lag at rest, and never less than what is left to do. */
  LAG,
  /** A change of a value gives the same bytes each time it is applied to the same ones. */
  PURE_CHANGES,
  /** Nothing waits for ever, and nothing is thrown that was not told. */
  PROGRESS
}
