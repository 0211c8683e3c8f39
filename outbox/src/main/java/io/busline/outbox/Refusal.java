package io.busline.outbox;

import io.busline.Health;
import io.busline.error.EncodingException;
import io.busline.error.InvalidEventException;
import io.busline.error.PublishFailedException;

/** What an event that could not be published is taken for. */
enum Refusal {
  /** Of the event itself: no attempt will ever succeed. */
  FOR_EVER,
  /** Of the event, as it seems, since the broker works: attempts are counted. */
  COUNTED,
  /** Nothing is known against the event: the broker is away, or slow, or the bus is closed. */
  OUTAGE;

  private static final long FIRST_DELAY_NANOS = 500_000_000;
  private static final long LONGEST_COUNTED_NANOS = 30_000_000_000L;

  /** Short, so that events flow soon after an outage. */
  private static final long LONGEST_OUTAGE_NANOS = 5_000_000_000L;

  /**
   * Judges a failure.
   *
   * @param status how the bus is
   * @param others whether other events were confirmed since this one was sent
   */
  static Refusal of(Throwable failure, Health.Status status, boolean others) {
    if (failure instanceof InvalidEventException || failure instanceof EncodingException) {
      return FOR_EVER;
    }
    if (status == Health.Status.DOWN) {
      return OUTAGE;
    }
    return failure instanceof PublishFailedException || others ? COUNTED : OUTAGE;
  }

  /** How long to wait after so many failures in a row. */
  long delayNanos(int failures) {
    long longest = this == OUTAGE ? LONGEST_OUTAGE_NANOS : LONGEST_COUNTED_NANOS;
    return Math.min(longest, FIRST_DELAY_NANOS << Math.min(failures, 10));
  }
}
