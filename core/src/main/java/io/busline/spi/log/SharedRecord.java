package io.busline.spi.log;

import io.busline.error.BrokerException;
import io.busline.error.InvalidEventException;
import io.busline.spi.Output;
import io.busline.spi.log.Registry.Urgency;
import io.busline.spi.log.Registry.Value;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The record of one group in one log as it was last read or written, and the one write that may be
 * under way. Used by the consumer's thread.
 */
final class SharedRecord {

  private final Registry registry;
  private final String key;
  private final Completions completions = new Completions();

  private Instant created;
  private @Nullable SlotRecord known;
  private boolean stale = true;
  private @Nullable CompletableFuture<@Nullable Value> writing;
  private boolean failedBefore;
  private boolean isLost;

  /** Why the last write failed. */
  private @Nullable Throwable failure;

  /** The log that the record was found to be about instead of this one. */
  private @Nullable Instant other;

  /** The log that is known to be gone, so that what is written about it may be replaced. */
  private @Nullable Instant obsolete;

  /** What became of a write. */
  enum Outcome {
    /** There was none, or it is not known yet. */
    NONE,
    WRITTEN,
    FAILED
  }

  /**
   * A record that was not read.
   *
   * @param created when the log was made that it is about
   */
  SharedRecord(Registry registry, String key, Instant created) {
    this.registry = registry;
    this.key = key;
    this.created = created;
  }

  /** What is to be done together with what was published. */
  Completions completions() {
    return completions;
  }

  /** The record, or null if nothing is known of it. */
  @Nullable SlotRecord known() {
    return known;
  }

  /** The record, if it can be written now. */
  Optional<SlotRecord> writable() {
    return stale || writing != null ? Optional.empty() : Optional.ofNullable(known);
  }

  /** Has it read again. */
  void distrust() {
    stale = true;
  }

  /** The log is another one now. */
  void startAnew(Instant newlyCreated) {
    created = newlyCreated;
    known = null;
    writing = null;
    other = null;
    stale = true;
    completions.forget();
  }

  /** Whether the record is about another log of the same name, and nobody knows which is older. */
  boolean isDisputed() {
    return other != null;
  }

  /** This log is the one that is there. */
  void confirm() {
    obsolete = other == null ? obsolete : other;
    other = null;
  }

  /** Reads it if there is reason to; false if nothing was read. */
  boolean reload(LongSupplier start) {
    if (!stale || writing != null) {
      return false;
    }
    SlotRecord there = read().map(Value::bytes).map(this::decode).orElse(null);
    SlotRecord record = isOfThisLog(there) ? there : null;
    SlotRecord before = known;
    // Somebody has removed it: what was read of it last is better than to begin anew.
    isLost = record == null && before != null;
    if (record != null) {
      known = record;
    } else if (before == null) {
      known = SlotRecord.startingAfter(start.getAsLong(), created);
    }
    stale = false;
    settleCompletions(failure);
    return true;
  }

  private void settleCompletions(@Nullable Throwable why) {
    SlotRecord record = known;
    if (record != null && completions.isSent()) {
      completions.settle(record, why);
    }
  }

  /** A write of which nobody knows may still be under way: one that comes after it has to wait. */
  private Optional<Value> read() {
    return completions.isSent()
        ? Optional.ofNullable(
            Waiting.forWrite(
                "reading " + key, registry.update(key, present -> null, Urgency.PROMPT)))
        : registry.get(key);
  }

  /** Whether it was gone when it was read last, and has to be written again. */
  boolean isLost() {
    return isLost;
  }

  private boolean isOfThisLog(@Nullable SlotRecord record) {
    if (record == null || record.created.equals(created)) {
      return record != null;
    }
    other = record.created.equals(obsolete) ? other : record.created;
    return false;
  }

  private SlotRecord decode(byte[] bytes) {
    try {
      return SlotRecord.decode(bytes);
    } catch (IOException | RuntimeException e) {
      throw new BrokerException(
          "reading %s of the groups failed: %s. Upgrade Busline, or remove it to begin anew"
              .formatted(key, e.getMessage()),
          e);
    }
  }

  /**
   * Sends a change.
   *
   * @param settled called on any thread with whether it was written
   */
  void write(Proposal proposal, Urgency urgency, Consumer<Boolean> settled) {
    SlotRecord base = known;
    if (base == null) {
      throw new IllegalStateException("a record is read before it is written");
    }
    CompletableFuture<@Nullable Value> write = send(proposal, base, urgency);
    writing = write;
    var unused = write.whenComplete((stored, failure) -> settled.accept(failure == null));
    if (failedBefore) {
      requireWritten(write);
    }
  }

  private CompletableFuture<@Nullable Value> send(
      Proposal proposal, SlotRecord base, Urgency urgency) {
    Instant gone = obsolete;
    List<Completion> done = urgency == Urgency.RELAXED ? completions.send() : List.of();
    failure = null;
    if (done.isEmpty()) {
      return registry.update(key, present -> next(proposal, present, base, gone), urgency);
    }
    Proposal whole = proposal.completing(done);
    List<Output> outputs = done.stream().flatMap(each -> each.outputs().stream()).toList();
    return registry.update(
        key,
        present ->
            whole.isWhole(present == null ? base : decode(present), done)
                ? next(whole, present, base, gone)
                : null,
        outputs);
  }

  /** What is to be stored; null if the record is about another log, which may be a newer one. */
  private byte @Nullable [] next(
      Proposal proposal, byte @Nullable [] present, SlotRecord base, @Nullable Instant gone) {
    SlotRecord there = present == null ? base : decode(present);
    if (there.created.equals(base.created)) {
      return proposal.apply(there).encode();
    }
    return there.created.equals(gone) ? proposal.apply(base).encode() : null;
  }

  /** After a failure nothing else is done before it is known that this write does not fail too. */
  private void requireWritten(CompletableFuture<@Nullable Value> write) {
    try {
      Waiting.forWrite("writing " + key, write);
    } catch (BrokerException e) {
      writing = null;
      stale = true;
      failure = isRefusal(e.getCause()) ? e.getCause() : e;
      throw e;
    }
  }

  /** Looks what became of the write that was under way. */
  Outcome settle() {
    CompletableFuture<@Nullable Value> write = writing;
    if (write == null || !write.isDone()) {
      return Outcome.NONE;
    }
    writing = null;
    try {
      Value written = write.join();
      failedBefore = false;
      SlotRecord stored = written == null ? known : decode(written.bytes());
      if (!isOfThisLog(stored)) {
        stale = true;
        return Outcome.FAILED;
      }
      known = stored;
      settleCompletions(null);
      return Outcome.WRITTEN;
    } catch (CompletionException e) {
      stale = true;
      failure = e.getCause();
      if (isRefusal(failure)) {
        return Outcome.FAILED;
      }
      failed(
          e.getCause() instanceof BrokerException failure
              ? failure
              : new BrokerException("writing %s failed: %s".formatted(key, e.getCause()), e));
      return Outcome.FAILED;
    }
  }

  /** Whether the write is fine, and an event that was to be stored with it is not. */
  private static boolean isRefusal(@Nullable Throwable cause) {
    return cause instanceof InvalidEventException;
  }

  /** What it is kept in may be gone; what fails again at once has another reason, to be told. */
  private void failed(BrokerException failure) {
    if (failedBefore) {
      throw failure;
    }
    failedBefore = true;
    registry.prepare();
  }

  /** Whether a write is under way; its end wakes the consumer's thread. */
  boolean isWriting() {
    return writing != null;
  }

  /** Waits for the write that is under way. */
  Outcome finish() {
    CompletableFuture<@Nullable Value> write = writing;
    if (write != null) {
      // Its outcome is told by settle().
      var unused = write.handle((stored, failure) -> null).join();
    }
    return settle();
  }
}
