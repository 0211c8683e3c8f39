package io.busline.spi.log;

import io.busline.event.StartPosition;
import io.busline.spi.Interests;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A technology that keeps an append-only log for each topic. Safe for use by several threads. What
 * asks the server blocks, and throws {@link io.busline.error.BrokerException} if there is no
 * answer.
 */
public interface LogStore {

  /**
   * Where groups keep what they have done.
   *
   * @return the registry, always the same
   */
  Registry registry();

  /**
   * The logs that exist and may hold events of interest. Blocks.
   *
   * @param interests the interests
   * @return the logs as they are now
   */
  List<LogInfo> find(Interests interests);

  /**
   * Finds the logs that may hold events of interest, and makes those that are missing although
   * their topic is named. Blocks.
   *
   * @param interests the interests
   * @return the logs as they are now
   */
  List<LogInfo> require(Interests interests);

  /**
   * Looks at one log, and makes it again if it is gone and its topic is named. Blocks.
   *
   * @param log the log's name
   * @param interests the interests
   * @return the log as it is now, or empty if it is gone
   */
  Optional<LogInfo> require(String log, Interests interests);

  /**
   * The last position before a time. Blocks.
   *
   * @param log the log
   * @param time the time
   * @return the position of the last event that was stored before; 0 if there is none
   */
  long lastBefore(LogInfo log, Instant time);

  /**
   * How many events of interest are in a part of a log. Blocks.
   *
   * @param log the log
   * @param interests the interests
   * @param after the position after which to count
   * @param through the last position to count
   * @param slots the slots to count; a store that does not know slots may estimate, but is exact
   *     for {@link Slots#ALL}
   * @return the number
   */
  long count(LogInfo log, Interests interests, long after, long through, int slots);

  /**
   * When the first event of interest in a part of a log was stored. Blocks.
   *
   * @param log the log
   * @param interests the interests
   * @param span the slots, and between which positions; a store that does not know slots may look
   *     at some events only
   * @return the time by the store's clock; empty if there is no such event, or if the store does
   *     not tell, as by default
   */
  default Optional<Instant> storedAt(LogInfo log, Interests interests, Span span) {
    return Optional.empty();
  }

  /**
   * Where everything ends, if positions are given across all logs, so that a later event of any log
   * has a higher one. Blocks.
   *
   * @return the position of the last event of all logs, 0 if there was none; empty if each log has
   *     positions of its own
   */
  default OptionalLong end() {
    return OptionalLong.empty();
  }

  /**
   * Begins to read for a consumer. Blocks.
   *
   * @param interests what the consumer wants
   * @param start where the consumer, or its group, began
   * @param news called on any thread when something came; must return at once
   * @return the reader
   */
  LogReader open(Interests interests, StartPosition start, Runnable news);

  /**
   * Refuses to go on while the store is out of reach or closed. Does not block.
   *
   * @throws io.busline.error.BrokerException with the reason
   */
  void requireReachable();

  /**
   * A number that changes when what is known of the server may not hold any more, as after a lost
   * connection. Does not block.
   *
   * @return the number
   */
  default int epoch() {
    return 0;
  }
}
