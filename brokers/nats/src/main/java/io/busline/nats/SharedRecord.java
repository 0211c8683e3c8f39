package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.nats.GroupStore.Conflict;
import io.busline.nats.GroupStore.Entry;
import io.busline.spi.TimeSource;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The record of one group in one stream as it was last read or written, and the one write that may
 * be under way. A write counts only if nobody wrote in between; otherwise the record is read again.
 * Used by the consumer's thread.
 */
final class SharedRecord {

  private final GroupStore store;
  private final TimeSource time;
  private final String key;

  private Instant created;
  private @Nullable SlotRecord known;
  private long revision;
  private boolean stale = true;

  private @Nullable CompletableFuture<Long> writing;
  private @Nullable SlotRecord next;
  private long writtenAt;
  private boolean failedBefore;
  private boolean isLost;

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
   * @param created when the stream was made that it is about
   */
  SharedRecord(GroupStore store, TimeSource time, String key, Instant created) {
    this.store = store;
    this.time = time;
    this.key = key;
    this.created = created;
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

  /** The stream is another one now. */
  void startAnew(Instant newlyCreated) {
    created = newlyCreated;
    known = null;
    writing = null;
    stale = true;
  }

  /** Reads it if there is reason to; false if nothing was read. */
  boolean reload(LongSupplier start) {
    if (!stale || writing != null) {
      return false;
    }
    Optional<Entry> entry = store.get(key);
    SlotRecord record = entry.map(this::decode).orElse(null);
    revision = entry.isPresent() ? entry.get().revision : store.revisionOfNothing(key);
    // Somebody has removed it: what was read of it last is better than to begin anew.
    isLost = entry.isEmpty() && known != null && known.created.equals(created);
    if (!isLost) {
      known =
          record != null && record.created.equals(created)
              ? record
              : SlotRecord.startingAfter(start.getAsLong(), created);
    }
    stale = false;
    return true;
  }

  /** Whether it was gone when it was read last, and has to be written again. */
  boolean isLost() {
    return isLost;
  }

  private SlotRecord decode(Entry entry) {
    try {
      return SlotRecord.decode(entry.value());
    } catch (IOException | RuntimeException e) {
      throw new BrokerException(
          "reading %s in bucket %s failed: %s. Upgrade busline-nats, or remove the key to begin anew"
              .formatted(key, StreamNames.GROUPS_BUCKET, e.getMessage()),
          e);
    }
  }

  /**
   * Sends a record.
   *
   * @param settled called on another thread with whether it was written
   * @return its end
   */
  CompletableFuture<Long> write(SlotRecord record, Consumer<Boolean> settled) {
    next = record;
    writtenAt = time.nanos();
    CompletableFuture<Long> write = store.replace(key, record.encode(), revision);
    writing = write;
    var unused = write.whenComplete((stored, failure) -> settled.accept(failure == null));
    if (failedBefore) {
      requireWritten(write);
    }
    return write;
  }

  /** After a failure nothing else is done before it is known that this write does not fail too. */
  private void requireWritten(CompletableFuture<Long> write) {
    try {
      GroupStore.await("writing " + key, write);
    } catch (Conflict e) {
      // Told by settle().
    } catch (BrokerException e) {
      writing = null;
      stale = true;
      throw e;
    }
  }

  /** Looks what became of the write that was under way. */
  Outcome settle() {
    CompletableFuture<Long> write = writing;
    if (write == null) {
      return Outcome.NONE;
    }
    if (!write.isDone()) {
      if (time.nanos() - writtenAt < JetStreamApi.TIMEOUT.toNanos()) {
        return Outcome.NONE;
      }
      write.completeExceptionally(new BrokerException("the server did not answer"));
    }
    writing = null;
    try {
      revision = write.join();
      known = next;
      failedBefore = false;
      return Outcome.WRITTEN;
    } catch (CompletionException e) {
      stale = true;
      if (e.getCause() instanceof BrokerException failure) {
        failed(failure);
      }
      return Outcome.FAILED;
    }
  }

  /** The bucket may be gone; what fails again at once has another reason, which is to be told. */
  private void failed(BrokerException failure) {
    if (failedBefore) {
      throw failure;
    }
    failedBefore = true;
    store.requireBucket();
  }

  /** When the write that is under way is given up; never if there is none. */
  long givenUpAt() {
    return writing == null ? Long.MAX_VALUE : writtenAt + JetStreamApi.TIMEOUT.toNanos();
  }

  boolean isWriting() {
    return writing != null;
  }

  /** Waits for the write that is under way. */
  Outcome finish() {
    CompletableFuture<Long> write = writing;
    if (write != null) {
      try {
        GroupStore.await("writing " + key, write);
      } catch (BrokerException | Conflict e) {
        // Told by settle().
        write.completeExceptionally(e);
      }
    }
    return settle();
  }
}
