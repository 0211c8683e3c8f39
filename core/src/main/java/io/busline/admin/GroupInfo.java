package io.busline.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A durable group as the broker has it.
 *
 * @param name the group
 * @param patterns the event types and patterns it reads
 * @param members how many instances are connected now
 * @param lag how many events it has yet to handle, where the broker tells
 * @param deadLetters how many of its events are dead letters
 * @param oldest when the oldest event that it has yet to handle was stored, by the broker's clock;
 *     empty if none waits, or if the broker does not tell
 * @param paused since when it has been paused; empty if it is not
 */
public record GroupInfo(
    String name,
    List<String> patterns,
    int members,
    OptionalLong lag,
    long deadLetters,
    Optional<Instant> oldest,
    Optional<Instant> paused) {

  /** Copies the list. */
  public GroupInfo {
    patterns = List.copyOf(patterns);
  }

  /**
   * A group that is not paused, of a broker that does not tell how long events have waited.
   *
   * @param name the group
   * @param patterns the event types and patterns it reads
   * @param members how many instances are connected now
   * @param lag how many events it has yet to handle, where the broker tells
   * @param deadLetters how many of its events are dead letters
   */
  public GroupInfo(
      String name, List<String> patterns, int members, OptionalLong lag, long deadLetters) {
    this(name, patterns, members, lag, deadLetters, Optional.empty(), Optional.empty());
  }
}
