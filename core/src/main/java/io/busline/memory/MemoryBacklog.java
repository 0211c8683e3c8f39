package io.busline.memory;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a group has yet to handle.
 *
 * @param events how many events
 * @param oldest when the oldest of them was stored
 */
record MemoryBacklog(long events, Optional<Instant> oldest) {

  /**
   * Counts. Under the group's lock.
   *
   * @param read what the group has read, and not forgotten
   * @param cursor the position after that
   * @param wanted whether events of a type are of interest
   */
  static MemoryBacklog of(
      Collection<HeldMessage> read, MemoryLog log, long cursor, Predicate<StoredType> wanted) {
    long events = 0;
    long oldest = Long.MAX_VALUE;
    for (HeldMessage message : read) {
      if (!message.settled) {
        events++;
        oldest = Math.min(oldest, message.stored.storedAtMillis);
      }
    }
    for (long position = cursor; position < log.end(); position++) {
      StoredEvent stored = log.read(position);
      if (wanted.test(stored.type)) {
        events++;
        oldest = Math.min(oldest, stored.storedAtMillis);
      }
    }
    return new MemoryBacklog(
        events, events == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(oldest)));
  }
}
