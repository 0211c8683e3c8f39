package io.busline;

import java.util.List;

/**
 * What a drain left unfinished. All of it is delivered again, to this or another instance.
 *
 * @param abandoned events whose handler had not returned by the deadline
 * @param unconfirmed how many publishes had not been confirmed by the deadline
 */
public record DrainReport(List<Abandoned> abandoned, int unconfirmed) {

  /** Copies the list. */
  public DrainReport {
    abandoned = List.copyOf(abandoned);
  }

  /**
   * Whether everything was finished.
   *
   * @return true if nothing was abandoned
   */
  public boolean isComplete() {
    return abandoned.isEmpty() && unconfirmed == 0;
  }

  /**
   * An event whose handler had not returned.
   *
   * @param subscription the group, or "broadcast"
   * @param type the event's type
   * @param id the event's id
   */
  public record Abandoned(String subscription, String type, String id) {}
}
