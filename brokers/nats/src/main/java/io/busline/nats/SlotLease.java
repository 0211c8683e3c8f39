package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.nats.FairShare.Member;
import io.busline.nats.GroupStore.Conflict;
import io.busline.nats.GroupStore.Entry;
import io.busline.nats.SlotRecord.Retry;
import io.busline.spi.Ledger;
import io.busline.spi.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which slots of one stream a member owns, and how what it does there is written down. Everything
 * goes through one record, replaced only if it is still the one that was read; after a conflict it
 * is read again. So a member that slept through its lease does no harm. Used by the consumer's
 * thread.
 */
final class SlotLease {

  /**
   * Writes wait for company, but not long: what is not written is delivered twice after a crash.
   */
  private static final int MANY_DONE = 500;

  private static final long PATIENCE_NANOS = 50_000_000;

  /** That slots were read on matters to those who ask for the lag, and to who takes over. */
  private static final long MOVED_NANOS = 500_000_000;

  private final GroupStore store;
  private final Members members;
  private final TimeSource time;
  private final String key;
  private final long leaseNanos;
  private final Runnable written;

  private Instant created;
  private @Nullable SlotRecord base;
  private long revision;
  private volatile int owned;
  private int draining;
  private long drainUntil;
  private long drainAgain;
  private int giving;
  private boolean stale = true;

  private final Map<Long, Retry> retries = new TreeMap<>();
  private int done;
  private boolean noted;
  private boolean moved;
  private long flushAt = Long.MAX_VALUE;

  private @Nullable CompletableFuture<Long> writing;
  private @Nullable SlotRecord next;
  private long writtenAt;

  /**
   * How slots changed hands.
   *
   * @param lost slots that are not ours any more
   * @param gained slots that are ours now, to be taken over from {@link #record}
   */
  record Change(int lost, int gained) {
    static final Change NONE = new Change(0, 0);
  }

  SlotLease(
      GroupStore store,
      Members members,
      TimeSource time,
      String key,
      Instant created,
      Duration lease,
      Runnable written) {
    this.store = store;
    this.members = members;
    this.time = time;
    this.key = key;
    this.created = created;
    this.leaseNanos = lease.toNanos();
    this.written = written;
    this.drainAgain = time.nanos();
  }

  int owned() {
    return owned;
  }

  /** The slots to read on. */
  int readable() {
    return owned & ~draining & ~giving;
  }

  boolean isDraining() {
    return draining != 0;
  }

  Optional<SlotRecord> record() {
    return Optional.ofNullable(base);
  }

  /** When {@link #flush} will have something to do. */
  long flushAt() {
    return flushAt;
  }

  /** The stream is another one now, and nothing that is known holds. */
  void startAnew(Instant newlyCreated) {
    created = newlyCreated;
    base = null;
    owned = 0;
    draining = 0;
    giving = 0;
    retries.clear();
    writing = null;
    clean();
    stale = true;
  }

  /** Has the record read again. */
  void distrust() {
    stale = true;
  }

  /** Looks what became of the last write. */
  Change settle() {
    CompletableFuture<Long> write = writing;
    if (write == null) {
      return Change.NONE;
    }
    if (!write.isDone()) {
      if (time.nanos() - writtenAt < JetStreamApi.TIMEOUT.toNanos()) {
        return Change.NONE;
      }
      write.completeExceptionally(new BrokerException("the server did not answer"));
    }
    writing = null;
    giving = 0;
    try {
      revision = write.join();
    } catch (CompletionException e) {
      stale = true;
      moved = true;
      flushAt = time.nanos();
      if (!isConflict(e)) {
        store.requireBucket();
      }
      return Change.NONE;
    }
    return change(next);
  }

  private static boolean isConflict(Throwable e) {
    return e instanceof Conflict || e.getCause() instanceof Conflict;
  }

  private Change change(@Nullable SlotRecord record) {
    base = record;
    int now = record == null ? 0 : record.ownedBy(members.id());
    Change change = new Change(owned & ~now, now & ~owned);
    owned = now;
    draining &= owned;
    retries.values().removeIf(retry -> !Ledger.contains(owned, retry.slot()));
    if (record != null) {
      retries.putAll(record.retries(change.gained()));
    }
    return change;
  }

  /** Reads the record again if there is reason to. */
  Change reload(LongSupplier start) {
    if (!stale || writing != null) {
      return Change.NONE;
    }
    Optional<Entry> entry = store.get(key);
    SlotRecord record = entry.map(this::decode).orElse(null);
    revision = entry.map(Entry::revision).orElse(GroupStore.NONE);
    stale = false;
    if (record == null || !record.created.equals(created)) {
      record = SlotRecord.startingAfter(start.getAsLong(), created);
    }
    return change(record);
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
   * Decides what to give up and what to take, and has it written.
   *
   * @param alive who lives
   * @param idle the slots of which nothing is held
   * @param ours what was done
   * @param end asks for the stream's last place
   */
  void plan(List<Member> alive, int idle, Ledger ours, LongSupplier end) {
    SlotRecord record = base;
    if (record == null || writing != null || stale) {
      return;
    }
    int free = record.ownedBy(null);
    int orphaned = 0;
    for (String owner : record.owners()) {
      if (members.isGone(owner, alive)) {
        orphaned |= record.ownedBy(owner);
      }
    }
    int surplus = Integer.bitCount(owned) - FairShare.of(members.id(), alive);
    giving = FairShare.highest(owned & idle, surplus);
    drain(surplus - Integer.bitCount(giving));
    int taking = FairShare.lowest(free | orphaned, -surplus);
    if (giving == 0 && taking == 0 && orphaned == 0) {
      return;
    }
    SlotRecord planned = record.with(owned, ours, retries).handing(giving, null);
    if (orphaned != 0) {
      planned = planned.burying(orphaned, end.getAsLong());
    }
    write(planned.handing(taking, members.id()), true);
  }

  /** Stops reading so many slots, but for no longer than a lease at a time: retries can be long. */
  private void drain(int count) {
    long now = time.nanos();
    if (count <= 0) {
      draining = 0;
    } else if (draining == 0 && now - drainAgain >= 0) {
      draining = FairShare.highest(owned & ~giving, count);
      drainUntil = now + leaseNanos;
    } else if (draining != 0 && now - drainUntil >= 0) {
      draining = 0;
      drainAgain = now + leaseNanos;
    }
  }

  @Nullable Retry retry(long seq) {
    return retries.get(seq);
  }

  /** An event is done. */
  void done(long seq) {
    noted |= retries.remove(seq) != null;
    done++;
    flushAt = Math.min(flushAt, time.nanos() + PATIENCE_NANOS);
  }

  void retryLater(long seq, Retry retry) {
    retries.put(seq, retry);
    noted = true;
    flushAt = Math.min(flushAt, time.nanos() + PATIENCE_NANOS);
  }

  /** Slots were read on. */
  void moved() {
    if (!moved) {
      moved = true;
      flushAt = Math.min(flushAt, time.nanos() + MOVED_NANOS);
    }
  }

  /** Writes what was done, if it has waited long enough or there is much. */
  void flush(Ledger ours) {
    SlotRecord record = base;
    boolean due = done >= MANY_DONE || time.nanos() - flushAt >= 0;
    if (due && (done > 0 || noted || moved) && record != null && writing == null && !stale) {
      write(record.with(owned, ours, retries), false);
    }
  }

  /** Sends what there is to be written before anything else is done. */
  void flushAtOnce(Ledger ours) {
    flushAt = time.nanos();
    flush(ours);
  }

  /** Waits for the write that is under way. */
  Change finish() {
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

  /** Writes what was done and gives everything up; false if somebody wrote in between. */
  boolean giveUp(Ledger ours) {
    SlotRecord record = base;
    if (record == null || stale) {
      return false;
    }
    if (owned == 0) {
      return true;
    }
    write(record.with(owned, ours, retries).handing(owned, null), true);
    finish();
    return owned == 0;
  }

  private void write(SlotRecord record, boolean handsOver) {
    next = record;
    writtenAt = time.nanos();
    clean();
    CompletableFuture<Long> write = store.replace(key, record.encode(), revision);
    writing = write;
    var unused =
        write.whenComplete(
            (stored, failure) -> {
              if (handsOver && failure == null) {
                members.hint();
              }
              written.run();
            });
  }

  private void clean() {
    done = 0;
    noted = false;
    moved = false;
    flushAt = Long.MAX_VALUE;
  }
}
