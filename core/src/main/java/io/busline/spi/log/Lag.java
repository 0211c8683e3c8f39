package io.busline.spi.log;

import io.busline.spi.Interests;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is stored and not yet done. The store counts events from a position on; what is open
 * before it, the ledgers know.
 */
final class Lag {

  private final LogStore store;

  Lag(LogStore store) {
    this.store = store;
  }

  /**
   * What a group, or a broadcast, has yet to handle. Blocks.
   *
   * @param group the group, or null for a broadcast
   * @param startAfter where it begins in a log that was not read
   * @param reports what a consumer knows better than what is written down
   */
  long of(
      @Nullable String group,
      Interests interests,
      ToLongFunction<LogInfo> startAfter,
      List<LogProgress.Report> reports) {
    long count = 0;
    for (LogInfo log : store.find(interests)) {
      Ledger ledger =
          Optional.ofNullable(group)
              .flatMap(name -> written(name, log))
              .orElseGet(() -> Ledger.startingAfter(startAfter.applyAsLong(log)));
      for (LogProgress.Report report : reports) {
        if (report.log().name().equals(log.name())
            && report.log().created().equals(log.created())) {
          ledger.adopt(report.ledger(), report.slots());
        }
      }
      count += ledger.open() + beyond(log, interests, ledger);
    }
    return count;
  }

  /**
   * When the oldest event was stored that a group has yet to handle, as far as it is written down.
   * Blocks.
   */
  Optional<Instant> oldest(String group, Interests interests, ToLongFunction<LogInfo> startAfter) {
    List<Instant> oldest = new ArrayList<>();
    for (LogInfo log : store.find(interests)) {
      Ledger ledger =
          written(group, log).orElseGet(() -> Ledger.startingAfter(startAfter.applyAsLong(log)));
      long open = ledger.firstOpen();
      oldest(log, interests, new Span(Slots.ALL, open - 1, open)).ifPresent(oldest::add);
      TreeMap<Long, Integer> slots = new TreeMap<>(ledger.slotsByReadTo());
      long furthest = slots.lastKey();
      oldest(log, interests, new Span(Slots.ALL, furthest, log.end())).ifPresent(oldest::add);
      slots
          .headMap(furthest)
          .forEach(
              (after, mask) ->
                  oldest(log, interests, new Span(mask, after, furthest)).ifPresent(oldest::add));
    }
    return oldest.stream().min(Comparator.naturalOrder());
  }

  private Optional<Instant> oldest(LogInfo log, Interests interests, Span span) {
    return span.after() >= Math.min(span.through(), log.end())
        ? Optional.empty()
        : store.storedAt(log, interests, span);
  }

  Optional<Ledger> written(String group, LogInfo log) {
    return record(group, log).map(SlotRecord::ledger);
  }

  /** What is written down of a group in a log. */
  Optional<SlotRecord> record(String group, LogInfo log) {
    return store
        .registry()
        .get(RegistryKeys.slots(group, log.name()))
        .flatMap(value -> decode(value.bytes()))
        .filter(record -> record.created.equals(log.created()));
  }

  /** What cannot be read is told by those who consume; here nothing is known. */
  private static Optional<SlotRecord> decode(byte[] bytes) {
    try {
      return Optional.of(SlotRecord.decode(bytes));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private long beyond(LogInfo log, Interests interests, Ledger ledger) {
    TreeMap<Long, Integer> slots = new TreeMap<>(ledger.slotsByReadTo());
    long furthest = slots.lastKey();
    long count = count(log, interests, furthest, log.end(), Slots.ALL);
    for (Map.Entry<Long, Integer> part : slots.headMap(furthest).entrySet()) {
      count += count(log, interests, part.getKey(), furthest, part.getValue());
    }
    return count;
  }

  private long count(LogInfo log, Interests interests, long after, long through, int slots) {
    return after >= Math.min(through, log.end())
        ? 0
        : store.count(log, interests, after, through, slots);
  }
}
