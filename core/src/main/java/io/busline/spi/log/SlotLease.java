package io.busline.spi.log;

import io.busline.error.BrokerException;
import io.busline.spi.TimeSource;
import io.busline.spi.log.FairShare.Member;
import io.busline.spi.log.Registry.Urgency;
import io.busline.spi.log.SharedRecord.Outcome;
import io.busline.spi.log.SlotRecord.Retry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which slots of one log a member owns, and how what it does there is written down: all through the
 * group's record, which only the owner of a slot may speak about. So a member that slept through
 * its lease does no harm. Slots are taken from nobody alive: who owns too many stops reading some
 * until nothing of them is held, and gives them up. Used by the consumer's thread.
 */
final class SlotLease {

  /** How often an instance that leaves tries to write down what it gives up. */
  private static final int LEAVE_ATTEMPTS = 3;

  private final SharedRecord record;
  private final Members members;
  private final TimeSource time;
  private final Unwritten unwritten;
  private final Runnable written;
  private final Map<Long, Retry> retries = new TreeMap<>();

  private volatile int owned;
  private final Draining draining;
  private int giving;
  private final Rewind rewind = new Rewind();

  SlotLease(
      SharedRecord record, Members members, TimeSource time, long leaseNanos, Runnable written) {
    this.record = record;
    this.members = members;
    this.time = time;
    this.unwritten = new Unwritten(time);
    this.written = written;
    this.draining = new Draining(leaseNanos, time.nanos());
  }

  /** Any thread. */
  int owned() {
    return owned;
  }

  /** The slots to read on. */
  int readable() {
    return owned & ~draining.slots() & ~giving;
  }

  boolean isDraining() {
    return draining.slots() != 0;
  }

  Optional<SlotRecord> record() {
    return Optional.ofNullable(record.known());
  }

  /** Up to where events of a slot may have been in work when an owner of it was lost; 0 if none. */
  long crashed(int slot) {
    SlotRecord known = record.known();
    return known == null ? 0 : known.crashed(slot);
  }

  /** When there will be something to do. The end of a write wakes the consumer's thread itself. */
  long tendAt() {
    return record.writable().isPresent() ? unwritten.dueAt() : Long.MAX_VALUE;
  }

  /** The log is another one now, and nothing that is known holds. */
  void startAnew(Instant created) {
    record.startAnew(created);
    owned = 0;
    draining.owns(0);
    giving = 0;
    rewind.startAnew();
    retries.clear();
    unwritten.clear();
  }

  /** Has the record read again. */
  void distrust() {
    record.distrust();
  }

  /** Whether what is written down is about another log of the same name, maybe a newer one. */
  boolean isDisputed() {
    return record.isDisputed();
  }

  /** The log is still the one that was known, so what is written down about another is obsolete. */
  void confirm() {
    record.confirm();
  }

  /** Looks what became of the last write. */
  SlotChange settle() {
    return settled(trying(record::settle));
  }

  /** Waits for the write that is under way. */
  SlotChange finish() {
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
    unwritten.all();
  }

  private SlotChange settled(Outcome outcome) {
    if (outcome == Outcome.FAILED) {
      notWritten();
    }
    if (outcome != Outcome.WRITTEN) {
      return SlotChange.NONE;
    }
    giving = 0;
    unwritten.stored();
    return change();
  }

  /** Reads the record again if there is reason to. */
  SlotChange reload(LongSupplier start) {
    SlotRecord before = record.known();
    if (!record.reload(start)) {
      return SlotChange.NONE;
    }
    SlotRecord now = record.known();
    // Only the owner changes it, so if it is different the registry was put back.
    boolean isOlder = before != null && now != null && !now.hasProgressOf(before, owned);
    if (record.isLost() || isOlder) {
      notWritten();
    }
    return change();
  }

  private SlotChange change() {
    SlotRecord known = record.known();
    int now = known == null ? 0 : known.ownedBy(members.id());
    SlotChange change = new SlotChange(owned & ~now, now & ~owned);
    owned = now;
    draining.owns(now);
    retries.values().removeIf(retry -> !Slots.contains(now, retry.slot()));
    if (known != null) {
      rewind.learn(known.restorations);
      retries.putAll(known.retries(change.gained()));
    }
    return change;
  }

  /**
   * Decides what to give up and what to take, and has it written.
   *
   * @param alive who lives
   * @param idle the slots of which nothing is held
   * @param ours what was done and read
   * @param end asks for the log's end
   * @return false if that has to wait for a write that is under way
   */
  boolean plan(List<Member> alive, int idle, LogProgress ours, LongSupplier end) {
    SlotRecord known = record.writable().orElse(null);
    if (known == null) {
      return false;
    }
    Set<String> gone = members.gone(known.owners(), alive);
    int share = FairShare.of(members.id(), alive);
    int surplus = Integer.bitCount(owned) - share;
    giving = Slots.highest(owned & idle, surplus);
    draining.choose(surplus - Integer.bitCount(giving), owned & ~giving, time.nanos());
    boolean taking = surplus < 0 && known.ownedBy(null) != 0;
    if (giving != 0 || taking || !gone.isEmpty()) {
      long logEnd = gone.isEmpty() ? 0 : end.getAsLong();
      write(proposal(ours).giving(giving).taking(share, gone, logEnd), Urgency.TELLING);
    }
    return true;
  }

  private Proposal proposal(LogProgress ours) {
    return Proposal.progress(
            members.id(), owned, ours.ledger().copy(), Map.copyOf(retries), ours.marks())
        .rewinding(rewind.position(), rewind.known());
  }

  @Nullable Retry retry(long position) {
    return retries.get(position);
  }

  /** An event is done. */
  void done() {
    unwritten.done();
  }

  /** An event is done, and its retries are of no interest any more. */
  void tried(long position) {
    if (retries.remove(position) != null) {
      unwritten.noted();
    }
  }

  /** Events that are done in the write that stores what their handlers have published. */
  Completions completions() {
    return record.completions();
  }

  void retryLater(long position, Retry retry) {
    retries.put(position, retry);
    unwritten.noted();
  }

  /** Has all that was done until now written at once; returns the number of this note. */
  long noteAtOnce() {
    return unwritten.all();
  }

  /** Whether a note is written down. */
  boolean isStored(long note) {
    return unwritten.isStored(note);
  }

  /** Slots were read on. */
  void moved() {
    unwritten.moved();
  }

  /** Writes what was done, if it has waited long enough or there is much. */
  void flush(LogProgress ours) {
    if ((unwritten.isDue() || completions().isWaiting()) && record.writable().isPresent()) {
      write(proposal(ours), Urgency.RELAXED);
    }
  }

  /** Writes down what was done and gives everything up; false if that is not possible. Blocks. */
  boolean leave(LogProgress ours, LongSupplier start) {
    adopt(finish(), ours);
    for (int left = LEAVE_ATTEMPTS; left > 0 && owned != 0; left--) {
      adopt(reload(start), ours);
      if (record.writable().isPresent()) {
        write(proposal(ours).giving(owned), Urgency.TELLING);
        adopt(finish(), ours);
      }
    }
    return owned == 0;
  }

  /** Slots that come when everything is to be given up are given up as they are. */
  private void adopt(SlotChange change, LogProgress ours) {
    if (change.gained() != 0) {
      ours.adopt(record().orElseThrow(), change.gained());
    }
  }

  /** To where others have found the log put back, if this member did not know; told once. */
  long takePutBack() {
    return rewind.take();
  }

  /**
   * The log was put back to an older copy: has everything beyond a position forgotten. No write is
   * under way.
   *
   * @param isNews whether the others may not know
   */
  void rewind(LogProgress ours, long position, boolean isNews) {
    retries.keySet().removeIf(at -> at > position);
    rewind.to(isNews ? position : Long.MAX_VALUE);
    notWritten();
    flush(ours);
  }

  private void write(Proposal proposal, Urgency urgency) {
    unwritten.clear();
    trying(
        () -> {
          record.write(proposal, urgency, stored -> written.run());
          return true;
        });
  }
}
