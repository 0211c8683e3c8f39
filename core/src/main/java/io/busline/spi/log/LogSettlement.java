package io.busline.spi.log;

import io.busline.spi.log.SlotRecord.Retry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What becomes of the messages of one log that were handed out. Used by the consumer's thread. */
final class LogSettlement {

  private final LogProgress progress;
  private final HeldMessages held;
  private final CrashMarks crashes;
  private final CatchUp catchUp;
  private final @Nullable SlotLease lease;

  LogSettlement(
      LogProgress progress,
      HeldMessages held,
      CrashMarks crashes,
      CatchUp catchUp,
      @Nullable SlotLease lease) {
    this.progress = progress;
    this.held = held;
    this.crashes = crashes;
    this.catchUp = catchUp;
    this.lease = lease;
  }

  /** A message is done; nothing happens if it was not held. */
  void ack(LogMessage message) {
    if (held.letGo(message)) {
      progress.change(ledger -> ledger.done(message.position));
      catchUp.done(message);
      if (lease != null) {
        lease.done(message.position);
        crashes.survived(message, lease);
      }
    }
  }

  void release(LogMessage message) {
    if (held.letGo(message)) {
      crashes.released(1 << message.slot);
      putBack(message);
    }
  }

  /** Has a message handed out again. */
  void putBack(LogMessage message) {
    progress.change(ledger -> ledger.released(message.position));
    held.putBack(message);
  }

  void retryLater(LogMessage message, int attempts, Instant notBefore) {
    if (!held.holds(message)) {
      return;
    }
    Retry retry = new Retry(message.slot, attempts, notBefore);
    if (lease != null) {
      lease.retryLater(message.position, retry);
      crashes.survived(message, lease);
    }
    catchUp.failed(message, lease == null ? retry : null);
  }

  /** Has a key come again that was kept back. */
  void resume(String key) {
    catchUp.resume(key);
  }

  /** Keeps the key of a message back, from this message on. */
  void defer(LogMessage message) {
    if (held.letGo(message)) {
      crashes.deferred(message);
      catchUp.defer(message);
      held.takeBehind(message).forEach(catchUp::defer);
      if (lease != null) {
        lease.moved();
      }
    }
  }
}
