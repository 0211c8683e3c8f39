package io.busline.spi.log;

import io.busline.error.EventBusException;
import io.busline.event.StartPosition;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.Interests;
import io.busline.spi.Output;
import io.busline.spi.TimeSource;
import io.busline.spi.Wakeup;
import io.busline.spi.log.FairShare.Member;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads logs for one instance of a group, or for a broadcast, each through a {@link LogCursor}.
 * Reading writes nothing; what was finished is written a few times a second.
 */
final class LeasedConsumer implements BrokerConsumer {

  /** How often to look for logs that nobody told about. */
  private static final long DISCOVER_NANOS = 10_000_000_000L;

  private static final System.Logger LOG = System.getLogger(LeasedConsumer.class.getName());

  private final LeasedLogs owner;
  private final LogStore store;
  private final TimeSource time;
  private final Interests interests;
  private final @Nullable GroupBook book;
  private final @Nullable Members members;
  private final ToLongFunction<LogInfo> startAfter;
  private final LogReader reader;
  private final TimeSource.Registration moves;
  private final long tendEvery;
  private final Wakeup wakeup = new Wakeup();
  private final Turns turns = new Turns();

  /** Those that came later. */
  final UnreadableLogs unreadable = new UnreadableLogs();

  private volatile boolean asked;
  private boolean discover;
  private long discoverAt;
  private int epoch;
  private long tendAt;
  private long roomAt;
  private boolean closed;

  /** Finds the logs and the group, and becomes a member. Blocks. */
  LeasedConsumer(LeasedLogs owner, ConsumerSpec spec) {
    this.owner = owner;
    this.store = owner.store();
    this.time = owner.context().time();
    this.interests = new Interests(spec.interests());
    this.epoch = store.epoch();
    this.tendEvery = owner.leaseNanos() / 10;
    this.tendAt = time.nanos();
    this.discoverAt = tendAt + DISCOVER_NANOS;
    this.roomAt = tendAt;
    List<LogInfo> found = store.require(interests);
    found.forEach(Flaws::requireNone);
    String group = spec.group();
    StartPosition start = spec.start();
    if (group == null) {
      this.book = null;
      this.members = null;
      this.startAfter = owner.starts().now(start, found);
    } else {
      GroupBook opened = new GroupBook(store, group, interests, start, found, time.now());
      this.book = opened;
      this.members = new Members(owner, group, wakeup::signal);
      this.startAfter = log -> owner.starts().of(opened.record(), log);
      start = opened.record().start();
    }
    this.reader = store.open(interests, start, wakeup::signal);
    this.moves = time.onMove(wakeup::signal);
    begin(found);
  }

  private void begin(List<LogInfo> found) {
    try {
      if (members != null) {
        members.join();
      }
      found.forEach(this::add);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void add(LogInfo log) {
    if (!turns.contains(log.name())) {
      turns.add(
          new LogCursor(
              log,
              reader::open,
              name -> store.require(name, interests),
              members == null || book == null ? null : lease(members, book.group(), log),
              startAfter));
      // Nobody owns anything of it yet.
      tendAt = time.nanos();
    }
  }

  private SlotLease lease(Members group, String name, LogInfo log) {
    SharedRecord record =
        new SharedRecord(store.registry(), RegistryKeys.slots(name, log.name()), log.created());
    return new SlotLease(record, group, time, owner.leaseNanos(), wakeup::signal);
  }

  @Override
  public void poll(int max, long waitNanos, Inbox inbox) {
    long deadline = time.nanos() + Math.min(waitNanos, Long.MAX_VALUE / 2);
    while (true) {
      if (max > 0 || isPaused()) {
        roomAt = time.nanos();
      }
      tend(inbox);
      boolean arrived = max > 0 && !isPaused() && turns.deliver(max, inbox) > 0;
      if (arrived || asked) {
        asked = false;
        return;
      }
      long left = deadline - time.nanos();
      if (max > 0 && left > 0 && !isPaused() && turns.hasMore()) {
        continue;
      }
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return;
      }
      // Time moved by hand signals; without, the caller's patience is the machine's.
      boolean signalled =
          wakeup.await(
              time.isVirtual()
                  ? waitNanos
                  : Math.min(left, Math.min(tendAt, turns.tendAt()) - time.nanos()));
      if (!signalled && time.isVirtual()) {
        return;
      }
    }
  }

  private void tend(Inbox inbox) {
    store.requireReachable();
    long now = time.nanos();
    if (epoch != store.epoch()) {
      epoch = store.epoch();
      turns.all().forEach(LogCursor::reconnected);
      if (members != null) {
        members.distrust();
      }
      discover = true;
    }
    discover |= reader.refresh();
    if (discover || now - discoverAt >= 0) {
      discover();
      discoverAt = now + DISCOVER_NANOS;
    }
    List<Member> alive = members == null ? null : alive(members, now);
    turns.removeIf(cursor -> !isThere(cursor, inbox, alive));
    if (now - tendAt >= 0) {
      // On a grid, so that all consumers of a process share writes.
      tendAt = (Math.floorDiv(now, tendEvery) + 1) * tendEvery;
    }
  }

  private boolean isThere(LogCursor cursor, Inbox inbox, @Nullable List<Member> alive) {
    boolean there = cursor.tend(inbox, alive);
    if (!there) {
      LOG.log(System.Logger.Level.WARNING, "{0} is gone", cursor.name());
      discover = true;
    }
    return there;
  }

  /** Who lives, if it is time to look; also when slots are being emptied, to give them up soon. */
  private @Nullable List<Member> alive(Members group, long now) {
    boolean busy = now - roomAt > tendEvery;
    boolean changed = group.tend(busy);
    if (changed && book != null) {
      if (book.refresh()) {
        asked = true;
      }
      turns.all().forEach(LogCursor::distrust);
    }
    return changed || now - tendAt >= 0 || turns.isDraining() ? group.alive(busy) : null;
  }

  private void discover() {
    try {
      List<LogInfo> there = store.require(interests);
      unreadable.retain(there);
      there.stream().filter(unreadable::isReadable).forEach(this::add);
      discover = false;
    } catch (EventBusException e) {
      discover = true;
      throw e;
    }
  }

  @Override
  public void ack(Collection<? extends InboundMessage> done) {
    done.forEach(each -> settlement(each).ack((LogMessage) each));
    roomAt = time.nanos();
  }

  @Override
  public void release(Collection<? extends InboundMessage> messages) {
    messages.forEach(each -> settlement(each).release((LogMessage) each));
  }

  @Override
  public void retryLater(InboundMessage message, int attempts, Instant notBefore) {
    settlement(message).retryLater((LogMessage) message, attempts, notBefore);
  }

  @Override
  public CompletableFuture<Void> complete(InboundMessage message, List<Output> outputs) {
    roomAt = time.nanos();
    return settlement(message).complete((LogMessage) message, outputs);
  }

  @Override
  public boolean canDefer() {
    return turns.all().stream().allMatch(cursor -> cursor.settlement().canDefer());
  }

  @Override
  public void defer(List<InboundMessage> messages) {
    messages.forEach(each -> settlement(each).defer((LogMessage) each));
  }

  @Override
  public void resume(String key) {
    turns.all().forEach(cursor -> cursor.settlement().resume(key));
  }

  private static Settlement settlement(InboundMessage message) {
    return ((LogMessage) message).cursor.settlement();
  }

  @Override
  public boolean isPaused() {
    return book != null && book.isPaused();
  }

  @Override
  public OptionalLong lag() {
    return OptionalLong.of(
        owner.lag().of(book == null ? null : book.group(), interests, startAfter, turns.reports()));
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
    moves.close();
    owner.closed(this);
    boolean reachable = isReachable();
    turns.all().forEach(cursor -> Departure.step(() -> cursor.close(reachable)));
    if (members != null && reachable) {
      Departure.step(members::leave);
    }
    if (members != null) {
      members.close();
    }
    reader.close();
  }

  private boolean isReachable() {
    try {
      store.requireReachable();
    } catch (EventBusException e) {
      return false;
    }
    return true;
  }
}
