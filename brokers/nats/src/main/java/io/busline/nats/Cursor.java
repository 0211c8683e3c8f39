package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.nats.FairShare.Member;
import io.busline.nats.Feed.Placed;
import io.busline.nats.SlotLease.Change;
import io.busline.nats.SlotRecord.Retry;
import io.busline.spi.Inbox;
import io.busline.spi.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where one consumer is in one stream: what it has read, holds, and has done. Without a lease, all
 * of it is this consumer's. Used by the consumer's thread, except {@link #report}.
 */
final class Cursor {

  /** How much of what was open under another owner is asked for at a time. */
  private static final int AGAIN = 256;

  /** Who leaves tries so often to write between the others. */
  private static final int GIVE_UP_ATTEMPTS = 10;

  private static final System.Logger LOG = System.getLogger(Cursor.class.getName());

  private final StreamReader reader;
  private final StreamView view;
  private final @Nullable SlotLease lease;
  private final ToLongFunction<Found> start;
  private final Progress progress;
  private final InHand inHand = new InHand();
  private final Heads heads = new Heads();

  /** Whether the stream may be another one of the same name. */
  private boolean unsure;

  /** The slots of which something open must be fetched before they can be read on. */
  private int unfetched;

  /**
   * A cursor that has not read.
   *
   * @param start tells after which place of a stream to begin that nobody has read
   */
  Cursor(
      Found found,
      StreamReader reader,
      StreamView view,
      @Nullable SlotLease lease,
      ToLongFunction<Found> start) {
    this.reader = reader;
    this.view = view;
    this.lease = lease;
    this.start = start;
    this.progress = new Progress(found, lease == null ? start.applyAsLong(found) : 0);
  }

  String stream() {
    return progress.found().name();
  }

  /** What it has done so far. Any thread. */
  Progress.Report report() {
    return progress.report(lease == null ? Ledger.ALL : lease.owned());
  }

  /** The slots to read on now. */
  private int readable() {
    return (lease == null ? Ledger.ALL : lease.readable()) & ~unfetched;
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
    if (reader.isOpen()) {
      reader.lost("the connection was gone");
    }
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
   * @return false if the stream is gone
   */
  boolean tend(Inbox inbox, @Nullable List<Member> alive) {
    reader.tend();
    if (unsure && !isThere(inbox)) {
      return false;
    }
    if (lease != null) {
      apply(lease.settle(), inbox);
      apply(lease.reload(this::begin), inbox);
      if (alive != null) {
        lease.plan(alive, inHand.idle(), progress.ledger(), this::end);
      }
      lease.flush(progress.ledger());
      fetchOpen();
    }
    return isReading(inbox);
  }

  private long begin() {
    return start.applyAsLong(progress.found());
  }

  private long end() {
    return view.find(stream()).map(Found::lastSeq).orElse(0L);
  }

  private void apply(Change change, Inbox inbox) {
    if (change.lost() != 0) {
      lose(change.lost(), inbox);
    }
    if (change.gained() != 0 && lease != null) {
      Ledger theirs = lease.record().orElseThrow().ledger();
      progress.change(ours -> ours.adopt(theirs, change.gained()));
      unfetched |= change.gained();
      heads.forget(change.gained());
    }
  }

  private void lose(int slots, Inbox inbox) {
    unfetched &= ~slots;
    inHand.lose(slots).forEach(inbox::revoked);
  }

  /** Fetches what the owners before left open, one by one: it may be few and far between. */
  private void fetchOpen() {
    while (unfetched != 0) {
      List<Long> open =
          progress.ledger().again(unfetched, Integer.MAX_VALUE).stream()
              .map(Map.Entry::getKey)
              .filter(seq -> !inHand.isReturned(seq))
              .limit(AGAIN)
              .toList();
      if (open.isEmpty()) {
        unfetched = 0;
        return;
      }
      Map<Long, StreamMessage> there = view.fetch(this, open);
      there.values().forEach(inHand::putBack);
      progress.change(
          ours -> open.stream().filter(seq -> !there.containsKey(seq)).forEach(ours::done));
    }
  }

  /** Sees to it that what is to be read is on its way; false if the stream is gone. */
  private boolean isReading(Inbox inbox) {
    int slots = readable();
    long from = slots == 0 ? 0 : progress.ledger().next(slots).after() + 1;
    if (slots == 0 || (reader.isOpen() && from >= reader.next())) {
      return true;
    }
    boolean there = reader.isOpen() || isThere(inbox);
    if (there && readable() != 0) {
      reader.open(progress.ledger().next(readable()).after() + 1);
    }
    return there;
  }

  /** Looks for the stream, makes it if need be, and begins anew if it is another one. */
  private boolean isThere(Inbox inbox) {
    Found before = progress.found();
    Found now = view.find(stream()).or(() -> view.remake(stream())).orElse(null);
    if (now != null && !now.created().equals(before.created())) {
      startAnew(now.requireReadable(), inbox);
    }
    unsure = false;
    return now != null;
  }

  private void startAnew(Found newly, Inbox inbox) {
    LOG.log(
        System.Logger.Level.WARNING,
        "stream {0} is a new one, made at {1}; what was known of the one before is forgotten",
        newly.name(),
        newly.created());
    lose(Ledger.ALL, inbox);
    progress.startAnew(newly);
    heads.forget(Ledger.ALL);
    if (lease != null) {
      lease.startAnew(newly.created());
    }
  }

  /** Hands out up to so many messages; returns how many. */
  int deliver(int max, Inbox inbox) {
    int slots = readable();
    if (slots == 0) {
      return 0;
    }
    List<StreamMessage> batch = new ArrayList<>();
    inHand.takeReturned(slots, max, batch);
    progress.arrived(batch);
    progress.change(ledger -> read(slots, max, batch, ledger));
    if (lease != null && heads.note(batch, lease)) {
      lease.flushAtOnce(progress.ledger());
    }
    for (StreamMessage message : batch) {
      inHand.hold(message);
      inbox.arrived(message);
    }
    return batch.size();
  }

  private void read(int slots, int max, List<StreamMessage> batch, Ledger ledger) {
    long readTo = 0;
    while (batch.size() < max) {
      Placed next = reader.poll();
      if (next == null) {
        break;
      }
      readTo = next.place().streamSeq();
      StreamMessage message = view.read(this, next);
      if (message != null
          && Ledger.contains(slots, message.slot)
          && ledger.isNew(message.slot, message.seq)) {
        ledger.arrived(message.slot, message.seq);
        batch.add(message);
      }
    }
    if (readTo > 0) {
      ledger.read(slots, readTo);
      if (lease != null) {
        lease.moved();
      }
    }
  }

  /** A message is done; nothing happens if it was not held. */
  void ack(StreamMessage message) {
    if (inHand.letGo(message)) {
      progress.change(ledger -> ledger.done(message.seq));
      if (lease != null) {
        lease.done(message.seq);
      }
    }
  }

  void release(StreamMessage message) {
    if (inHand.letGo(message)) {
      progress.change(ledger -> ledger.released(message.seq));
      inHand.putBack(message);
    }
  }

  void retryLater(StreamMessage message, int attempts, Instant notBefore) {
    if (lease != null && inHand.holds(message)) {
      lease.retryLater(message.seq, new Retry(message.slot, attempts, notBefore));
    }
  }

  /** Writes down what was done, gives everything up, stops reading. */
  void close(boolean reachable) {
    reader.close();
    if (lease == null || !reachable) {
      return;
    }
    Inbox nobody = new NobodysInbox();
    apply(lease.finish(), nobody);
    for (int left = GIVE_UP_ATTEMPTS; left > 0 && !lease.giveUp(progress.ledger()); left--) {
      apply(lease.reload(this::begin), nobody);
    }
    if (lease.owned() != 0) {
      throw new BrokerException(
          "giving up the slots of stream %s failed: others wrote in between".formatted(stream()));
    }
  }
}
