package io.busline.admin;

import java.util.List;
import java.util.OptionalLong;

/**
 * A durable group as the broker has it.
 *
 * @param name the group
 * @param patterns the event types and patterns it reads
 * @param members how many instances are connected now
 * @param lag how many events it has yet to handle, where the broker tells
 * @param deadLetters how many of its events are dead letters
 */
public record GroupInfo(
    String name, List<String> patterns, int members, OptionalLong lag, long deadLetters) {

  /** Copies the list. */
  public GroupInfo {
    patterns = List.copyOf(patterns);
  }
}
