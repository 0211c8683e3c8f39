package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.nats.FairShare.Member;
import io.busline.nats.SharedRecord.Outcome;
import io.busline.nats.SlotRecord.Retry;
import io.busline.spi.Ledger;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which slots of one stream a member owns, and how what it does there is written down: all through
 * the group's record, which only the owner of a slot may speak about. So a member that slept
 * through its lease does no harm. Slots are taken from nobody alive: who owns too many stops
 * reading some until nothing of them is held, and gives them up. Used by the consumer's thread.
 */
final class SlotLease {

  /**
   * Writes wait for company, but not long: what is not written is delivered twice after a crash.
   */
  private static final int MANY_DONE = 1_000;

  private static final long PATIENCE_NANOS = 50_000_000;

  /** That slots were read on matters to those who ask for the lag, and to who takes over. */
  private static final long MOVED_NANOS = 500_000_000;

  private final SharedRecord record;
  private final Members members;
  private final TimeSource time;
  private final long leaseNanos;
  private final Runnable written;
  private final Map<Long, Retry> retries = new TreeMap<>();

  private volatile int owned;
  private int draining;
  private long drainUntil;
  private long drainAgain;
  private int giving;
  private int done;
  private boolean noted;
  private boolean moved;
  private long flushAt = Long.MAX_VALUE;

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
      SharedRecord record, Members members, TimeSource time, Duration lease, Runnable written) {
    this.record = record;
    this.members = members;
    this.time = time;
    this.leaseNanos = lease.toNanos();
    this.written = written;
    this.drainAgain = time.nanos();
  }

  /** Any thread. */
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
    return Optional.ofNullable(record.known());
  }

  /** Up to where events of a slot may have been in work when an owner of it was lost; 0 if none. */
  long crashed(int slot) {
    SlotRecord known = record.known();
    return known == null ? 0 : known.crashed(slot);
  }

  /**
   * When there will be something to do: while a write is under way that is its end, which wakes the
   * consumer's thread, or the time at which it is given up.
   */
  long tendAt() {
    return record.isWriting() ? record.givenUpAt() : flushAt;
  }

  /** The stream is another one now, and nothing that is known holds. */
  void startAnew(Instant created) {
    record.startAnew(created);
    owned = 0;
    draining = 0;
    giving = 0;
    retries.clear();
    clean();
  }

  /** Has the record read again. */
  void distrust() {
    record.distrust();
  }

  /** Looks what became of the last write. */
  Change settle() {
    return settled(trying(record::settle));
  }

  /** Waits for the write that is under way. */
  Change finish() {
    return settled(trying(record::finish));
  }

  private <T> T trying(Supplier<T> write) {
    try {
      return write.get();
    } catch (BrokerException e) {
      notWritten();
      throw e;
    }
  }

  /** What was to be written is to be written again. */
  private void notWritten() {
    giving = 0;
    moved = true;
    flushAt = time.nanos();
  }

  private Change settled(Outcome outcome) {
    if (outcome == Outcome.NONE) {
      return Change.NONE;
    }
    if (outcome == Outcome.FAILED) {
      notWritten();
      return Change.NONE;
    }
    giving = 0;
    return change();
  }

  /** Reads the record again if there is reason to. */
  Change reload(LongSupplier start) {
    if (!record.reload(start)) {
      return Change.NONE;
    }
    if (record.isLost()) {
      notWritten();
    }
    return change();
  }

  private Change change() {
    SlotRecord known = record.known();
    int now = known == null ? 0 : known.ownedBy(members.id());
    Change change = new Change(owned & ~now, now & ~owned);
    owned = now;
    draining &= now;
    retries.values().removeIf(retry -> !Ledger.contains(now, retry.slot()));
    if (known != null) {
      retries.putAll(known.retries(change.gained()));
    }
    return change;
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
    SlotRecord known = record.writable().orElse(null);
    if (known == null) {
      return;
    }
    int orphaned = 0;
    for (String owner : known.owners()) {
      if (members.isGone(owner, alive)) {
        orphaned |= known.ownedBy(owner);
      }
    }
    int surplus = Integer.bitCount(owned) - FairShare.of(members.id(), alive);
    giving = FairShare.highest(owned & idle, surplus);
    drain(surplus - Integer.bitCount(giving));
    int taking = FairShare.lowest(known.ownedBy(null) | orphaned, -surplus);
    if (giving == 0 && taking == 0 && orphaned == 0) {
      return;
    }
    SlotRecord planned = known.with(owned, ours, retries).handing(giving, null);
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
    boolean due = done >= MANY_DONE || time.nanos() - flushAt >= 0;
    if (due && (done > 0 || noted || moved)) {
      record.writable().ifPresent(known -> write(known.with(owned, ours, retries), false));
    }
  }

  /** Sends what there is to be written before anything else is done. */
  void flushAtOnce(Ledger ours) {
    flushAt = time.nanos();
    flush(ours);
  }

  /** Writes what was done and gives everything up; false if somebody wrote in between. */
  boolean giveUp(Ledger ours) {
    SlotRecord known = record.writable().orElse(null);
    if (known == null || owned == 0) {
      return known != null;
    }
    write(known.with(owned, ours, retries).handing(owned, null), true);
    finish();
    return owned == 0;
  }

  private void write(SlotRecord next, boolean handsOver) {
    clean();
    trying(() -> record.write(next, stored -> settledWrite(handsOver && stored)));
  }

  /** Any thread. */
  private void settledWrite(boolean hint) {
    if (hint) {
      members.hint();
    }
    written.run();
  }

  private void clean() {
    done = 0;
    noted = false;
    moved = false;
    flushAt = Long.MAX_VALUE;
  }
}
