package io.busline.spi.log;

import io.busline.spi.log.KeysBehind.Behind;
import io.busline.spi.log.SlotRecord.Retry;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a record says that was done.
 *
 * @param readTo how far each slot was read
 * @param open what is not done before that, and its slot, by position
 * @param behind the keys that are behind, by their hashes
 * @param retries the retries by position
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
record RecordedProgress(
    long[] readTo, Map<Long, Integer> open, Map<Long, Behind> behind, Map<Long, Retry> retries) {

  static RecordedProgress of(SlotRecord record) {
    Ledger ledger = record.ledger();
    long[] readTo = new long[Slots.COUNT];
    ledger
        .slotsByReadTo()
        .forEach(
            (position, slots) -> {
              for (int slot = 0; slot < Slots.COUNT; slot++) {
                readTo[slot] = Slots.contains(slots, slot) ? position : readTo[slot];
              }
            });
    Map<Long, Integer> open = new TreeMap<>();
    ledger.again(Slots.ALL, Integer.MAX_VALUE).forEach(e -> open.put(e.getKey(), e.getValue()));
    return new RecordedProgress(readTo, open, ledger.behind().sorted(), record.retries(Slots.ALL));
  }

  boolean isDone(SimulatedEvent event) {
    String key = event.key();
    Behind there = key == null ? null : behind.get(KeyHash.of(key));
    boolean isBehind = there != null && event.position >= there.from();
    return !isBehind && event.position <= readTo[event.slot()] && !open.containsKey(event.position);
  }

  /** Whether an event may be done, as far as can be told without its key. */
  boolean isMaybeDone(long position, int slot) {
    return position <= readTo[slot]
        && !open.containsKey(position)
        && behind.values().stream().noneMatch(b -> b.slot() == slot && b.from() == position);
  }

  /** Whether it says about a slot what another says, or less. */
  boolean isWithin(RecordedProgress other, int slot) {
    return readTo[slot] <= other.readTo[slot]
        && open.entrySet().stream()
            .allMatch(e -> e.getValue() != slot || other.open.containsKey(e.getKey()))
        && behind.entrySet().stream()
            .allMatch(e -> e.getValue().slot() != slot || other.behind.containsKey(e.getKey()))
        && retries.entrySet().stream()
            .allMatch(
                e ->
                    e.getValue().slot() != slot
                        || e.getValue().equals(other.retries.get(e.getKey())));
  }

  @Override
  public String toString() {
    return "read to %s, open %s, behind %s, retries %s"
        .formatted(Arrays.toString(readTo), open, behind, retries);
  }
}
