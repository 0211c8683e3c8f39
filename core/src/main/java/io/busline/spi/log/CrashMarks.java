package io.busline.spi.log;

import io.busline.spi.log.SlotRecord.Retry;
import java.util.List;

/**
 * Knows which slots' first event was seen since they were taken over. If an owner was lost, that
 * event may be why, so it counts as an attempt: an event that ends every process that tries it must
 * not be tried for ever.
 */
final class CrashMarks {

  private int seen;

  /** Slots were taken over. */
  void forget(int slots) {
    seen &= ~slots;
  }

  /**
   * Tells messages what is known of earlier attempts, before they are handed out.
   *
   * @return whether an attempt was counted, which must be written down first
   */
  boolean note(List<LogMessage> batch, SlotLease lease) {
    boolean any = false;
    for (LogMessage message : batch) {
      boolean head = !Slots.contains(seen, message.slot);
      seen |= 1 << message.slot;
      Retry noted = lease.retry(message.position);
      if (head && message.position <= lease.crashed(message.slot)) {
        noted = Retry.oneMore(noted, message.slot);
        lease.retryLater(message.position, noted);
        any = true;
      }
      message.retry(noted);
    }
    return any;
  }
}
