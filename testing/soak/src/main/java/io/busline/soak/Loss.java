package io.busline.soak;

/** What is gone with what was deleted, by definition: what had not been handled when it went. */
enum Loss {
  /** Nothing: it held no events. */
  NOTHING,
  /** What one group had not handled. */
  ONE_GROUP,
  /** What any group had not handled. */
  EVERY_GROUP
}
