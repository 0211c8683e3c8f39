package io.busline.event;

/** Which events of a subscription must wait for one another. */
public enum Ordering {
  /**
   * Events of one key are handled one after another, in the order they were published, also through
   * retries; other keys go on meanwhile. Events without a key wait for nobody. The default.
   */
  PER_KEY,
  /** No event waits for another. */
  NONE
}
