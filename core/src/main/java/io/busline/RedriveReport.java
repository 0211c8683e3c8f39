package io.busline;

import io.busline.admin.DeadLetter;
import java.util.List;

/**
 * What a redrive did.
 *
 * @param redriven the letters that were, or would be, handed back to their groups
 * @param failed the letters left where they were, because publishing them failed, or an earlier one
 *     of their key did
 * @param dryRun whether nothing was really done
 */
public record RedriveReport(List<DeadLetter> redriven, List<DeadLetter> failed, boolean dryRun) {

  /** Copies the lists. */
  public RedriveReport {
    redriven = List.copyOf(redriven);
    failed = List.copyOf(failed);
  }
}
