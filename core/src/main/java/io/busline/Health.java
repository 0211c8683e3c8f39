package io.busline;

import java.util.Comparator;
import java.util.List;

/**
 * Whether a bus works: UP means that what is to be handled or confirmed moves.
 *
 * @param status the worst of what was found
 * @param problems one sentence each; empty if the status is UP
 * @param notes what is no fault, and explains why something rests, such as a group that is paused;
 *     one sentence each
 */
public record Health(Status status, List<String> problems, List<String> notes) {

  /** Copies the lists. */
  public Health {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  /**
   * Health without notes.
   *
   * @param status the worst of what was found
   * @param problems one sentence each; empty if the status is UP
   */
  public Health(Status status, List<String> problems) {
    this(status, problems, List.of());
  }

  /** As bad as the worst of the problems. */
  static Health of(List<Problem> problems, List<String> notes) {
    return new Health(
        problems.stream().map(Problem::status).max(Comparator.naturalOrder()).orElse(Status.UP),
        problems.stream().map(Problem::text).toList(),
        notes);
  }

  /** How well it works. */
  public enum Status {
    /** Everything works. */
    UP,
    /** Something is impaired, or slower than it should be, and most goes on. */
    DEGRADED,
    /** The broker is out of reach, or a subscription has something to do and does nothing. */
    DOWN
  }
}
