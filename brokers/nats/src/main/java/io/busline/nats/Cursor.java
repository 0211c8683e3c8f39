package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.nats.FairShare.Member;
import io.busline.nats.SlotLease.Change;
import io.busline.nats.SlotRecord.Retry;
import io.busline.nats.Streams.Found;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.Ledger;
import io.nats.client.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where one consumer is in one stream: what it has read, holds, and has done. Without a lease, all
 * of it is this consumer's. Used by the consumer's thread, except {@link #report}.
 */
final class Cursor {

  private static final System.Logger LOG = System.getLogger(Cursor.class.getName());

  /** How much of what was open under another owner is asked for at a time. */
  private static final int AGAIN = 256;

  private final StreamReader reader;
  private final StreamView view;
  private final @Nullable SlotLease lease;
  private final ToLongFunction<Found> start;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, StreamMessage> held = new HashMap<>();

  /** What is to be handed out before anything else: released, or left open by an owner before. */
  private final NavigableMap<Long, StreamMessage> returned = new TreeMap<>();

  /** Guarded by the lock. */
  private Found found;

  /** Guarded by the lock. */
  private Ledger ledger;

  /** The slots of which something open must be fetched before they can be read on. */
  private int unfetched;

  /** The slots whose first event since they were taken over was seen. */
  private int headsSeen;

  /**
   * What a cursor says of itself to those who count.
   *
   * @param found the stream
   * @param owned the slots it speaks about
   * @param ledger what was done of them
   */
  record Report(Found found, int owned, Ledger ledger) {}

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
    this.found = found;
    this.reader = reader;
    this.view = view;
    this.lease = lease;
    this.start = start;
    this.ledger = Ledger.startingAfter(lease == null ? start.applyAsLong(found) : 0);
  }

  String stream() {
    return found.name();
  }

  /** What it has done so far. Any thread. */
  Report report() {
    lock.lock();
    try {
      return new Report(found, lease == null ? Ledger.ALL : lease.owned(), ledger.copy());
    } finally {
      lock.unlock();
    }
  }

  /** The slots to read on now. */
  private int readable() {
    return (lease == null ? Ledger.ALL : lease.readable()) & ~unfetched;
  }

  /** When it wants to be tended again. */
  long tendAt() {
    return lease == null ? Long.MAX_VALUE : lease.flushAt();
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
    if (lease != null) {
      apply(lease.settle(), inbox);
      apply(lease.reload(() -> start.applyAsLong(found)), inbox);
      if (alive != null) {
        lease.plan(
            alive, idle(), ledger, () -> view.find(found.name()).map(Found::lastSeq).orElse(0L));
      }
      lease.flush(ledger);
      fetchOpen();
    }
    return isReading(inbox);
  }

  /** The slots of which nothing is held. */
  private int idle() {
    int idle = Ledger.ALL;
    for (StreamMessage message : held.values()) {
      idle &= ~(1 << message.slot);
    }
    return idle;
  }

  private void apply(Change change, Inbox inbox) {
    if (change.lost() != 0) {
      lose(change.lost(), inbox);
    }
    if (change.gained() != 0 && lease != null) {
      Ledger theirs = lease.record().orElseThrow().ledger();
      lock.lock();
      try {
        ledger.adopt(theirs, change.gained());
      } finally {
        lock.unlock();
      }
      unfetched |= change.gained();
      headsSeen &= ~change.gained();
    }
  }

  private void lose(int slots, Inbox inbox) {
    List<StreamMessage> lost = new ArrayList<>();
    held.values().removeIf(m -> Ledger.contains(slots, m.slot) && lost.add(m));
    returned.values().removeIf(m -> Ledger.contains(slots, m.slot));
    unfetched &= ~slots;
    lost.forEach(inbox::revoked);
  }

  /** Fetches what the owners before left open, one by one: it may be few and far between. */
  private void fetchOpen() {
    while (unfetched != 0) {
      List<Map.Entry<Long, Integer>> open = ledger.again(unfetched, Integer.MAX_VALUE);
      open.removeIf(entry -> returned.containsKey(entry.getKey()));
      if (open.isEmpty()) {
        unfetched = 0;
        return;
      }
      List<Long> seqs = open.stream().limit(AGAIN).map(Map.Entry::getKey).toList();
      Map<Long, StreamMessage> there = view.fetch(this, seqs);
      for (Long seq : seqs) {
        StreamMessage message = there.get(seq);
        if (message != null) {
          returned.put(seq, message);
        } else {
          locked(() -> ledger.done(seq));
        }
      }
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  /** Sees to it that what is to be read is on its way; false if the stream is gone. */
  private boolean isReading(Inbox inbox) {
    int slots = readable();
    if (slots == 0) {
      return true;
    }
    long from = ledger.next(slots).after() + 1;
    if (reader.isOpen()) {
      if (from >= reader.next()) {
        return true;
      }
      reader.open(from);
      return true;
    }
    Optional<Found> now = view.find(found.name());
    if (now.isEmpty()) {
      now = view.remake(found.name());
      if (now.isEmpty()) {
        return false;
      }
    }
    if (!now.get().created().equals(found.created())) {
      startAnew(now.get(), inbox);
      return true;
    }
    reader.open(from);
    return true;
  }

  private void startAnew(Found newly, Inbox inbox) {
    LOG.log(
        System.Logger.Level.WARNING,
        "stream {0} is a new one, made at {1}; what was known of the one before is forgotten",
        newly.name(),
        newly.created());
    lose(Ledger.ALL, inbox);
    locked(
        () -> {
          found = newly;
          ledger = Ledger.startingAfter(0);
        });
    headsSeen = 0;
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
    takeReturned(slots, max, batch);
    lock.lock();
    try {
      for (StreamMessage message : batch) {
        ledger.arrived(message.slot, message.seq);
      }
      read(slots, max, batch);
    } finally {
      lock.unlock();
    }
    noteCrashes(batch);
    for (StreamMessage message : batch) {
      held.put(message.seq, message);
      inbox.arrived(message);
    }
    return batch.size();
  }

  private void takeReturned(int slots, int max, List<StreamMessage> batch) {
    Iterator<StreamMessage> messages = returned.values().iterator();
    while (messages.hasNext() && batch.size() < max) {
      StreamMessage message = messages.next();
      if (Ledger.contains(slots, message.slot)) {
        messages.remove();
        batch.add(message);
      }
    }
  }

  /** Within the lock. */
  private void read(int slots, int max, List<StreamMessage> batch) {
    long readTo = 0;
    while (batch.size() < max) {
      Message raw = reader.poll();
      if (raw == null) {
        break;
      }
      readTo = Place.streamSeq(raw);
      StreamMessage message = view.read(this, raw);
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

  /** Counts an attempt for what a lost owner had in work, before it is tried again. */
  private void noteCrashes(List<StreamMessage> batch) {
    if (lease == null || lease.record().isEmpty()) {
      return;
    }
    SlotRecord record = lease.record().get();
    boolean any = false;
    for (StreamMessage message : batch) {
      boolean head = !Ledger.contains(headsSeen, message.slot);
      headsSeen |= 1 << message.slot;
      Retry noted = lease.retry(message.seq);
      if (head && message.seq <= record.crashed(message.slot)) {
        noted = Retry.oneMore(noted, message.slot);
        lease.retryLater(message.seq, noted);
        any = true;
      }
      message.retry(noted);
    }
    if (any) {
      lease.flushAtOnce(ledger);
    }
  }

  /** A message is done; false if it was not held. */
  void ack(StreamMessage message) {
    if (held.remove(message.seq, message)) {
      locked(() -> ledger.done(message.seq));
      if (lease != null) {
        lease.done(message.seq);
      }
    }
  }

  void release(StreamMessage message) {
    if (held.remove(message.seq, message)) {
      locked(() -> ledger.released(message.seq));
      returned.put(message.seq, message);
    }
  }

  void retryLater(StreamMessage message, int attempts, Instant notBefore) {
    if (lease != null && message.equals(held.get(message.seq))) {
      lease.retryLater(message.seq, new Retry(message.slot, attempts, notBefore));
    }
  }

  /** Writes down what was done, gives everything up, stops reading. */
  void close(boolean reachable) {
    if (reader.isOpen()) {
      reader.close();
    }
    if (lease == null || !reachable) {
      return;
    }
    Inbox nobody = new Nobody();
    apply(lease.finish(), nobody);
    for (int attempt = 0; attempt < 10 && !lease.giveUp(ledger); attempt++) {
      apply(lease.reload(() -> start.applyAsLong(found)), nobody);
    }
    if (lease.owned() != 0) {
      throw new BrokerException(
          "giving up the slots of stream %s failed: others wrote in between".formatted(stream()));
    }
  }

  /** Hears what is lost when nobody is there to be told. */
  private static final class Nobody implements Inbox {
    @Override
    public void arrived(InboundMessage message) {}

    @Override
    public void revoked(InboundMessage message) {}
  }
}
