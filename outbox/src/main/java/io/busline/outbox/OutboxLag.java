package io.busline.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What waits in an outbox, and who publishes it.
 *
 * @param waiting how many events wait to be published
 * @param oldest when the oldest of them was stored, by that process's clock
 * @param letters how many were given up
 * @param handled how many events the inbox remembers
 * @param relays those that are known
 * @param unowned how many slots no relay holds
 */
public record OutboxLag(
    long waiting,
    Optional<Instant> oldest,
    long letters,
    long handled,
    List<Relay> relays,
    int unowned) {

  /** Copies the list. */
  public OutboxLag {
    relays = List.copyOf(relays);
  }

  /**
   * A relay, dead or alive.
   *
   * @param id its id
   * @param host its process and machine
   * @param slots how many slots it holds
   * @param lastSign when it gave its last sign of life, by its own clock
   */
  public record Relay(String id, String host, int slots, Instant lastSign) {}
}
