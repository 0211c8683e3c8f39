package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.event.StartPosition;
import io.busline.nats.FairShare.Member;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.Interests;
import io.busline.spi.TimeSource;
import io.busline.spi.Wakeup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads streams for one instance of a group, or for a broadcast, each stream through a {@link
 * Cursor}. Reading writes nothing; what was finished is written a few times a second.
 */
final class JetStreamConsumer implements BrokerConsumer {

  /** How often to look for streams that nobody told about. */
  private static final long DISCOVER_NANOS = 10_000_000_000L;

  private static final System.Logger LOG = System.getLogger(JetStreamConsumer.class.getName());

  private final JetStreamBroker broker;
  private final TimeSource time;
  private final Interests interests;
  private final StartPosition start;
  private final ToLongFunction<Found> startAfter;
  private final @Nullable Membership membership;
  private final Wakeup wakeup = new Wakeup();
  private final Map<String, Cursor> cursors = new ConcurrentHashMap<>();
  private final Map<String, Cursor> turns = new LinkedHashMap<>();

  /** Why streams are left out that came later, by name. */
  private final Map<String, String> unreadable = new ConcurrentHashMap<>();

  private volatile boolean discover = true;
  private volatile boolean asked;
  private long discoverAt;
  private int connections;
  private long tendAt;
  private long roomAt;
  private boolean closed;

  JetStreamConsumer(
      JetStreamBroker broker,
      Interests interests,
      StartPosition start,
      ToLongFunction<Found> startAfter,
      @Nullable Membership membership) {
    this.broker = broker;
    this.time = broker.time();
    this.interests = interests;
    this.start = start;
    this.startAfter = startAfter;
    this.membership = membership;
    this.connections = broker.connections();
    this.tendAt = time.nanos();
    this.discoverAt = tendAt;
    this.roomAt = tendAt;
  }

  /** Begins; an event stored after this is seen. */
  void start(List<Found> streams) {
    if (membership != null) {
      membership.join(this::changed);
    }
    streams.forEach(this::add);
  }

  /** Members came or went, or slots are free. Any thread. */
  private void changed() {
    wakeup.signal();
  }

  /** A stream came or went. Any thread. */
  void discover() {
    discover = true;
    wakeup.signal();
  }

  /** Something about a stream is another than before. Any thread. */
  void changed(String stream) {
    if (stream.equals(StreamNames.GROUPS) && membership != null) {
      membership.distrust();
    }
    if (interests.topics().isEmpty() || cursors.containsKey(stream)) {
      discover();
    }
  }

  private void add(Found found) {
    if (!cursors.containsKey(found.name())) {
      StreamView view = broker.view(interests, found, start);
      SlotLease lease = membership == null ? null : membership.lease(found, wakeup::signal);
      Cursor cursor =
          new Cursor(
              found, broker.reader(interests, found, wakeup::signal), view, lease, startAfter);
      cursors.put(found.name(), cursor);
      turns.put(found.name(), cursor);
    }
  }

  @Override
  public void poll(int max, long waitNanos, Inbox inbox) {
    long deadline = time.nanos() + Math.min(waitNanos, Long.MAX_VALUE / 2);
    while (true) {
      if (max > 0) {
        roomAt = time.nanos();
      }
      tend(inbox);
      boolean arrived = max > 0 && deliver(max, inbox);
      if (arrived || asked) {
        asked = false;
        return;
      }
      long left = deadline - time.nanos();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return;
      }
      wakeup.await(Math.min(left, nextTend() - time.nanos()));
    }
  }

  private long nextTend() {
    long next = tendAt;
    for (Cursor cursor : turns.values()) {
      next = Math.min(next, cursor.tendAt());
    }
    return next;
  }

  private void tend(Inbox inbox) {
    broker.requireReachable();
    long now = time.nanos();
    if (connections != broker.connections()) {
      connections = broker.connections();
      turns.values().forEach(Cursor::reconnected);
      if (membership != null) {
        membership.distrust();
      }
      discover = true;
    }
    if (discover || now - discoverAt >= 0) {
      discover = false;
      lookForStreams();
      discoverAt = now + DISCOVER_NANOS;
    }
    List<Member> alive = membership == null ? null : alive(membership, now);
    Iterator<Cursor> each = turns.values().iterator();
    while (each.hasNext()) {
      Cursor cursor = each.next();
      if (!cursor.tend(inbox, alive)) {
        LOG.log(System.Logger.Level.WARNING, "stream {0} is gone", cursor.stream());
        each.remove();
        cursors.remove(cursor.stream());
        discover = true;
      }
    }
    if (now - tendAt >= 0) {
      tendAt = now + broker.tendEveryNanos();
    }
  }

  /** Who lives, if it is time to look; also when slots are being emptied, to give them up soon. */
  private @Nullable List<Member> alive(Membership group, long now) {
    boolean busy = now - roomAt > broker.tendEveryNanos();
    boolean changed = group.tend(busy);
    if (changed) {
      turns.values().forEach(Cursor::distrust);
    }
    return changed || now - tendAt >= 0 || turns.values().stream().anyMatch(Cursor::isDraining)
        ? group.alive(busy)
        : null;
  }

  private void lookForStreams() {
    try {
      List<Found> there = broker.streams().require(interests);
      unreadable.keySet().retainAll(there.stream().map(Found::name).toList());
      there.forEach(this::addIfReadable);
    } catch (EventBusException e) {
      discover = true;
      throw e;
    }
  }

  private void addIfReadable(Found found) {
    String flaw = found.flaw();
    if (flaw == null) {
      unreadable.remove(found.name());
      add(found);
    } else if (!flaw.equals(unreadable.put(found.name(), flaw))) {
      LOG.log(System.Logger.Level.WARNING, "{0}. It is not read", flaw);
    }
  }

  /** Why streams are not read that may hold something of interest. Any thread. */
  Collection<String> unreadable() {
    return unreadable.values();
  }

  private boolean deliver(int max, Inbox inbox) {
    int room = max;
    List<Cursor> all = List.copyOf(turns.values());
    int turnsLeft = all.size();
    for (Cursor cursor : all) {
      int fair = turnsLeft-- > 1 ? Math.max(1, room / 2) : room;
      int delivered = room > 0 ? cursor.deliver(fair, inbox) : 0;
      room -= delivered;
      if (delivered > 0 && all.size() > 1) {
        // Who had a turn goes to the end of the line.
        turns.remove(cursor.stream());
        turns.put(cursor.stream(), cursor);
      }
    }
    return room < max;
  }

  @Override
  public void ack(Collection<? extends InboundMessage> done) {
    for (InboundMessage each : done) {
      StreamMessage message = (StreamMessage) each;
      message.cursor.ack(message);
    }
    roomAt = time.nanos();
  }

  @Override
  public void release(Collection<? extends InboundMessage> messages) {
    for (InboundMessage each : messages) {
      StreamMessage message = (StreamMessage) each;
      message.cursor.release(message);
    }
  }

  @Override
  public void retryLater(InboundMessage message, int attempts, Instant notBefore) {
    StreamMessage failed = (StreamMessage) message;
    failed.cursor.retryLater(failed, attempts, notBefore);
  }

  @Override
  public OptionalLong lag() {
    return OptionalLong.of(
        broker
            .backlog()
            .of(
                membership == null ? null : membership.group(),
                interests,
                startAfter,
                new ArrayList<>(cursors.values().stream().map(Cursor::report).toList())));
  }

  @Override
  public void wakeup() {
    asked = true;
    wakeup.signal();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    broker.closed(this);
    boolean reachable = broker.isReachable();
    try {
      for (Cursor cursor : turns.values()) {
        cursor.close(reachable);
      }
      if (membership != null && reachable) {
        membership.leave();
      }
    } catch (BrokerException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a consumer could not leave its group, so its events wait for its lease to end: {0}",
          e.getMessage());
    }
    if (membership != null) {
      membership.close();
    }
  }
}
