package io.busline.event;

import java.time.Instant;

/**
 * Where a subscription begins to read. A durable group uses it only the first time it is seen;
 * afterwards it goes on where it stopped.
 */
public sealed interface StartPosition {

  /** From the oldest retained event: the default of a durable group. */
  record Earliest() implements StartPosition {
    @Override
    public String toString() {
      return "earliest";
    }
  }

  /** Only what is published after the subscription is live: the default of a broadcast. */
  record Latest() implements StartPosition {
    @Override
    public String toString() {
      return "latest";
    }
  }

  /**
   * From the first event stored at or after a time, by the broker's clock.
   *
   * @param time the time
   */
  record At(Instant time) implements StartPosition {
    @Override
    public String toString() {
      return time.toString();
    }
  }

  /**
   * From the oldest retained event.
   *
   * @return the position
   */
  static StartPosition earliest() {
    return new Earliest();
  }

  /**
   * Only what comes from now on.
   *
   * @return the position
   */
  static StartPosition latest() {
    return new Latest();
  }

  /**
   * From a time on.
   *
   * @param time the time of storing, by the broker's clock
   * @return the position
   */
  static StartPosition at(Instant time) {
    return new At(time);
  }
}
