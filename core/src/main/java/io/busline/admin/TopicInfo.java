package io.busline.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A topic as the broker has it.
 *
 * @param name the topic
 * @param events how many events it retains, where the broker tells
 * @param types the event types seen in it, where the broker tells
 * @param newest when the newest was stored, by the broker's clock
 */
public record TopicInfo(
    String name, OptionalLong events, List<String> types, Optional<Instant> newest) {

  /** Copies the list. */
  public TopicInfo {
    types = List.copyOf(types);
  }
}
