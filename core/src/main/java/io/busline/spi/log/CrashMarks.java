package io.busline.spi.log;

import io.busline.spi.log.SlotRecord.Retry;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the event that ends every process that tries it, which must not be tried for ever. If an
 * owner of a slot was lost, the slot's first event that is not done may be why, so that counts as
 * an attempt. It may end this process as well, so the attempt is written down before the event is
 * handed out; and the first events of the slot are handed out one by one, each after it is written
 * down that the one before is done. Otherwise one that is innocent would be suspected each time.
 */
final class CrashMarks {

  /**
   * How many events of a slot come one by one. A crash at a later one finds these done, so even few
   * are enough to come closer each time; each costs a write.
   */
  private static final int ONE_BY_ONE = 8;

  /** The slots whose first event was seen since they were taken over. */
  private int seen;

  /** The slots of which an event that came by itself is in work. */
  private int inWork;

  /** The position of the event of a slot that was handed out last. */
  private final long[] working = new long[Slots.COUNT];

  /** How many events of a slot are still to come one by one. */
  private final int[] left = new int[Slots.COUNT];

  /** How much has to be written down before anything else of a slot is handed out. */
  private final long[] awaited = new long[Slots.COUNT];

  /** Slots were taken over. */
  void gained(int slots, SlotLease lease) {
    seen &= ~slots;
    inWork &= ~slots;
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (Slots.contains(slots, slot)) {
        left[slot] = lease.crashed(slot) == 0 ? 0 : ONE_BY_ONE;
        awaited[slot] = 0;
      }
    }
  }

  /** The log is another one now. */
  void forget() {
    seen = 0;
    inWork = 0;
    Arrays.fill(left, 0);
  }

  /** The slots of which nothing is to be handed out now. */
  int waiting(SlotLease lease) {
    int waiting = 0;
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (isWaiting(slot, lease)) {
        waiting |= 1 << slot;
      }
    }
    return waiting;
  }

  private boolean isWaiting(int slot, SlotLease lease) {
    return left[slot] > 0 && (Slots.contains(inWork, slot) || !lease.isStored(awaited[slot]));
  }

  /**
   * Tells messages what is known of earlier attempts, before they are handed out.
   *
   * @param early takes those that must not be handed out now; they are removed from the batch
   * @return whether there were any
   */
  boolean note(List<LogMessage> batch, SlotLease lease, Consumer<LogMessage> early) {
    return batch.removeIf(
        message -> {
          boolean isEarly = isWaiting(message.slot, lease) || suspects(message, lease);
          if (isEarly) {
            early.accept(message);
          } else {
            message.retry(lease.retry(message.position));
            inWork |= left[message.slot] > 0 ? 1 << message.slot : 0;
            working[message.slot] = message.position;
          }
          return isEarly;
        });
  }

  /** Whether a crash is counted as an attempt at an event. */
  private boolean suspects(LogMessage message, SlotLease lease) {
    boolean first = !Slots.contains(seen, message.slot);
    seen |= 1 << message.slot;
    if (!first || message.position > lease.crashed(message.slot)) {
      return false;
    }
    lease.retryLater(message.position, Retry.oneMore(lease.retry(message.position), message.slot));
    awaited[message.slot] = lease.noteAtOnce();
    return true;
  }

  /** Something that was handed out has ended no process, and is done or to be tried again. */
  void survived(LogMessage message, SlotLease lease) {
    int slot = message.slot;
    if (Slots.contains(inWork, slot)) {
      inWork &= ~(1 << slot);
      left[slot]--;
      awaited[slot] = lease.noteAtOnce();
    }
  }

  /** What was handed out is deferred, so others may have their turn. */
  void deferred(LogMessage message) {
    if (working[message.slot] == message.position) {
      inWork &= ~(1 << message.slot);
    }
  }

  /** What was handed out of some slots comes again, here or elsewhere. */
  void released(int slots) {
    inWork &= ~slots;
  }
}
