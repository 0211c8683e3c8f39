package io.busline;

import io.busline.error.EventBusException;

/** How one publish of several ended. */
public sealed interface PublishOutcome {

  /**
   * Stored.
   *
   * @param receipt what the broker confirmed
   */
  record Stored(Receipt receipt) implements PublishOutcome {}

  /**
   * Surely not stored, or never sent because the event breaks a rule.
   *
   * @param cause why
   */
  record Failed(EventBusException cause) implements PublishOutcome {}

  /**
   * Nobody can tell; publishing the same event, with its id, again is safe.
   *
   * @param cause why
   */
  record Unknown(EventBusException cause) implements PublishOutcome {}

  /**
   * Whether the event is stored.
   *
   * @return true for {@link Stored}
   */
  default boolean isStored() {
    return this instanceof Stored;
  }
}
