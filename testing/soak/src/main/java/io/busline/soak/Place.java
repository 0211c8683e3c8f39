package io.busline.soak;

/** To whom a mishap happens. Two mishaps never happen to the same one at once. */
enum Place {
  /** The server or the file, what is on it, and who may do what there. */
  BROKER,
  /** A process that publishes. */
  PUBLISHER,
  /** A process that is an instance of a group. */
  INSTANCE,
  /** The wall clock of any process. */
  CLOCK
}
