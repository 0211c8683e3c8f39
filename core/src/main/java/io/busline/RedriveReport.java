package io.busline;

import io.busline.admin.DeadLetter;
import io.busline.error.EventBusException;
import java.util.List;

/**
 * What a redrive did.
 *
 * @param redriven how many letters were, or would be, handed back to their groups
 * @param failed how many were left where they are, because publishing them failed, or an earlier
 *     one of their key did
 * @param failures the first of those that failed, {@value #MOST_FAILURES} at most, with the reason
 * @param dryRun whether nothing was really done
 */
public record RedriveReport(int redriven, int failed, List<Failure> failures, boolean dryRun) {

  /** Of how many letters the reason is told. */
  public static final int MOST_FAILURES = 1_000;

  /** Copies the list. */
  public RedriveReport {
    failures = List.copyOf(failures);
  }

  /**
   * A letter that stays where it is.
   *
   * @param letter the letter
   * @param cause why; a {@link io.busline.error.PublishUnknownException} if nobody knows whether
   *     its group gets it
   */
  public record Failure(DeadLetter letter, EventBusException cause) {}
}
