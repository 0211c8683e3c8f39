package io.busline.spi.log;

import io.busline.error.BrokerException;
import io.busline.spi.Inbox;
import io.busline.spi.log.FairShare.Member;
import io.busline.spi.log.Restoration.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where one consumer is in one log: what it has read, holds, and has done. Without a lease, all is
 * its own. Used by the consumer's thread, except {@link #report}.
 */
final class LogCursor {

  private static final System.Logger LOG = System.getLogger(LogCursor.class.getName());

  private final TopicReader reader;
  private final Function<String, Optional<LogInfo>> find;
  private final @Nullable SlotLease lease;
  private final ToLongFunction<LogInfo> start;
  private final LogProgress progress;
  private final Reading reading;
  private final Restoration restoration;
  private final HeldMessages held = new HeldMessages();
  private final OpenEvents open = new OpenEvents();
  private final CrashMarks crashes = new CrashMarks();
  private final CatchUp catchUp;
  private final Settlement settlement;

  /** The members to share with, while that is not decided. */
  private @Nullable List<Member> planFor;

  /** Whether the log may be another one of the same name, or an older copy. */
  private boolean unsure;

  /**
   * A cursor that has not read.
   *
   * @param readers opens a reader of a log
   * @param find looks for a log by its name
   * @param start tells after which position of a log to begin that nobody has read
   */
  LogCursor(
      LogInfo log,
      Function<LogInfo, TopicReader> readers,
      Function<String, Optional<LogInfo>> find,
      @Nullable SlotLease lease,
      ToLongFunction<LogInfo> start) {
    this.reader = readers.apply(log);
    this.find = find;
    this.lease = lease;
    this.start = start;
    this.progress = new LogProgress(log, lease == null ? start.applyAsLong(log) : 0);
    this.reading = new Reading(this, reader, progress);
    this.restoration = new Restoration(reader);
    this.catchUp = new CatchUp(this, progress, held, () -> readers.apply(progress.log()));
    this.settlement = new Settlement(held, progress, crashes, catchUp, lease);
  }

  String name() {
    return progress.log().name();
  }

  /** What becomes of its messages. */
  Settlement settlement() {
    return settlement;
  }

  /** What it has done so far. Any thread. */
  LogProgress.Report report() {
    return progress.report(lease == null ? Slots.ALL : lease.owned());
  }

  /** The slots to read on now. */
  private int readable() {
    return (lease == null ? Slots.ALL : lease.readable()) & ~open.slots();
  }

  /** When it wants to be tended again. */
  long tendAt() {
    return lease == null ? Long.MAX_VALUE : lease.tendAt();
  }

  /** Whether slots are being emptied, to be given up as soon as they are. */
  boolean isDraining() {
    return lease != null && lease.isDraining();
  }

  /** The connection was gone, so nothing that is known of the server may be relied on. */
  void reconnected() {
    reader.distrust();
    catchUp.stop();
    unsure = true;
    distrust();
  }

  /** Has what is written down read again. */
  void distrust() {
    if (lease != null) {
      lease.distrust();
    }
  }

  /**
   * Brings everything up to date: what was written, who owns what, what is read.
   *
   * @param alive who lives, or null if that was not looked at
   * @return false if the log is gone
   */
  boolean tend(Inbox inbox, @Nullable List<Member> alive) {
    if (lease != null) {
      apply(lease.settle(), inbox);
      apply(lease.reload(this::begin), inbox);
      unsure |= lease.isDisputed();
      requireNotPutBack(lease.takePutBack(), false, inbox);
    }
    if (unsure && !isThere(inbox)) {
      return false;
    }
    if (lease != null) {
      planFor = alive == null ? planFor : alive;
      if (planFor != null && lease.plan(planFor, held.idle(), progress, this::end)) {
        planFor = null;
      }
      lease.flush(progress);
      if (open.fetch(this, reader, progress, held)) {
        lease.moved();
      }
    }
    return isReading(inbox);
  }

  private long begin() {
    return start.applyAsLong(progress.log());
  }

  private long end() {
    return find.apply(name()).map(LogInfo::end).orElse(0L);
  }

  private void apply(SlotChange change, Inbox inbox) {
    if (change.lost() != 0) {
      lose(change.lost(), inbox);
    }
    if (change.gained() != 0 && lease != null) {
      SlotRecord theirs = lease.record().orElseThrow();
      progress.adopt(theirs, change.gained());
      open.gained(change.gained());
      catchUp.gained(change.gained());
      crashes.gained(change.gained(), lease);
      // The owner before may have read another copy of the log.
      unsure |= !theirs.marks.list().isEmpty();
    }
  }

  private void lose(int slots, Inbox inbox) {
    open.lost(slots);
    crashes.released(slots);
    catchUp.lost(slots);
    held.lose(slots, 0).forEach(inbox::revoked);
  }

  /** Sees to it that what is to be read is on its way; false if the log is gone. */
  private boolean isReading(Inbox inbox) {
    int slots = readable();
    if (slots == 0 || reader.isStarted(progress.ledger().next(slots).after())) {
      return true;
    }
    boolean there = isThere(inbox);
    if (there && readable() != 0) {
      reader.start(progress.ledger().next(readable()).after());
    }
    return there;
  }

  /** Looks for the log, and begins anew if it is another one, or an older copy of it. */
  private boolean isThere(Inbox inbox) {
    LogInfo before = progress.log();
    LogInfo now = find.apply(name()).orElse(null);
    if (now == null) {
      unsure = false;
      return false;
    }
    if (!now.created().equals(before.created())) {
      startAnew(Flaws.requireNone(now), inbox);
    } else {
      if (lease != null) {
        lease.confirm();
      }
      requireUnchanged(now, inbox);
    }
    unsure = false;
    return true;
  }

  private void startAnew(LogInfo newly, Inbox inbox) {
    LOG.log(
        System.Logger.Level.WARNING,
        "{0} is a new log, made at {1}; what was known of the one before is forgotten",
        newly.name(),
        newly.created());
    lose(Slots.ALL, inbox);
    progress.startAnew(newly);
    catchUp.startAnew();
    crashes.forget();
    if (lease != null) {
      lease.startAnew(newly.created());
    }
  }

  private void requireUnchanged(LogInfo now, Inbox inbox) {
    long furthest = progress.ledger().furthest();
    Marks theirs =
        lease == null ? Marks.NONE : lease.record().map(record -> record.marks).orElse(Marks.NONE);
    Extent extent = restoration.compare(progress.marks(), theirs, furthest, now.end());
    requireNotPutBack(extent.common(), true, inbox);
    // Where nothing of interest was, or nothing is left to compare, other events may stand now.
    rewind(extent.certain() > 0 ? extent.certain() : Math.min(furthest, begin()), inbox);
    progress.marks(theirs.upTo(extent.certain()));
  }

  private void rewind(long position, Inbox inbox) {
    for (LogMessage lost : held.lose(Slots.ALL, position)) {
      crashes.released(1 << lost.slot);
      inbox.revoked(lost);
    }
    if (position < progress.ledger().furthest()) {
      progress.rewind(position);
      catchUp.startAnew();
    }
  }

  /** Goes back if the log did, and throws; {@code isNews} if the others may not know. */
  private void requireNotPutBack(long common, boolean isNews, Inbox inbox) {
    long furthest = progress.ledger().furthest();
    if (common >= furthest) {
      return;
    }
    if (lease != null) {
      apply(lease.finish(), inbox);
    }
    reader.distrust();
    rewind(common, inbox);
    if (lease != null) {
      lease.rewind(progress, common, isNews);
    }
    throw Restoration.told(name(), furthest, common);
  }

  /** Hands out up to so many messages; returns how many. */
  int deliver(int max, Inbox inbox) {
    int slots = readable();
    if (slots == 0) {
      return 0;
    }
    // Half the room, or keys that fail would hold up the others.
    catchUp.find(reader, slots, Math.max(1, max / 2));
    List<LogMessage> batch = new ArrayList<>();
    held.takeReturned(lease == null ? slots : slots & ~crashes.waiting(lease), max, batch);
    progress.arrived(batch);
    if (!held.isFull() && reading.read(slots, max, batch) && lease != null) {
      lease.moved();
    }
    if (lease != null && crashes.note(batch, lease, settlement::putBack)) {
      lease.flush(progress);
    }
    for (LogMessage message : batch) {
      held.hold(message);
      inbox.arrived(message);
    }
    return batch.size();
  }

  /** Whether something may be found at once, though nothing was. */
  boolean hasMore() {
    return reading.hasMore() || catchUp.hasMore();
  }

  /** Writes down what was done, gives everything up, stops reading. */
  void close(boolean reachable) {
    reader.close();
    catchUp.stop();
    if (lease == null) {
      return;
    }
    try {
      if (reachable && !lease.leave(progress, this::begin)) {
        throw new BrokerException("giving up the slots of %s failed".formatted(name()));
      }
    } finally {
      lease.completions().close(new BrokerException("the subscription was closed before"));
    }
  }
}
