package io.busline.spi.log;

import io.busline.spi.Output;
import io.busline.spi.log.SlotRecord.Retry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer says of messages of one log that it holds: done, given back, to be tried again,
 * or to wait for their key. Nothing happens if a message is not held any more. Used by the
 * consumer's thread.
 */
final class Settlement {

  private final HeldMessages held;
  private final LogProgress progress;
  private final CrashMarks crashes;
  private final CatchUp catchUp;
  private final @Nullable SlotLease lease;

  Settlement(
      HeldMessages held,
      LogProgress progress,
      CrashMarks crashes,
      CatchUp catchUp,
      @Nullable SlotLease lease) {
    this.held = held;
    this.progress = progress;
    this.crashes = crashes;
    this.catchUp = catchUp;
    this.lease = lease;
  }

  boolean isHeld(LogMessage message) {
    return held.holds(message);
  }

  void ack(LogMessage message) {
    if (stored(message) && lease != null) {
      lease.done();
    }
  }

  /** A message is done, which is written down already or will be; false if it was not held. */
  boolean stored(LogMessage message) {
    boolean was = held.letGo(message);
    if (was) {
      progress.change(ledger -> ledger.done(message.position));
      catchUp.done(message);
      if (lease != null) {
        lease.tried(message.position);
        crashes.survived(message, lease);
      }
    }
    return was;
  }

  /** Has a message done in the write that stores what its handler has published. */
  CompletableFuture<Void> complete(LogMessage message, List<Output> outputs) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    if (outputs.isEmpty()) {
      ack(message);
      ended.complete(null);
    } else if (lease != null && held.holds(message)) {
      lease.completions().add(new Completion(message, List.copyOf(outputs), ended));
    }
    return ended;
  }

  void release(LogMessage message) {
    if (held.letGo(message)) {
      crashes.released(1 << message.slot);
      putBack(message);
    }
  }

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

  /** Whether there is room for another key that is kept back. */
  boolean canDefer() {
    return progress.ledger().behind().size() < KeysBehind.MOST;
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

  /** Has a key come again that was kept back. */
  void resume(String key) {
    catchUp.resume(key);
  }
}
