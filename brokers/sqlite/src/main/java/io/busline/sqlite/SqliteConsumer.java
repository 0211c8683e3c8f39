package io.busline.sqlite;

import io.busline.spi.BrokerConsumer;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.Interests;
import io.busline.spi.Ledger;
import io.busline.spi.TimeSource;
import io.busline.spi.Wakeup;
import io.busline.sqlite.Cursor.Fetched;
import io.busline.sqlite.Message.Retry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log for one instance of a group, or for a broadcast. Reading writes nothing; what was
 * finished is written by {@link Progress} along with other work.
 */
final class SqliteConsumer implements BrokerConsumer {

  private final SqliteBroker broker;
  private final TimeSource time;
  private final Interests interests;
  private final long start;
  private final Session session;
  private final @Nullable Share share;
  private final Reader reader;
  private final TimeSource.Registration moves;
  private final Wakeup wakeup = new Wakeup();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, Message> held = new HashMap<>();

  private volatile boolean news = true;
  private volatile boolean regroup = true;
  private volatile boolean asked;
  private long tendAt;
  private long roomAt;
  private boolean busy;
  private boolean closed;

  SqliteConsumer(
      SqliteBroker broker,
      Interests interests,
      Session session,
      @Nullable Membership group,
      long start) {
    this.broker = broker;
    this.time = broker.time();
    this.interests = interests;
    this.start = start;
    this.session = session;
    this.share = group == null ? null : new Share(broker, group, held, lock);
    this.reader =
        new Reader(
            interests,
            start,
            group == null ? (s, topic) -> Ledger.startingAfter(start) : group::ledger);
    this.tendAt = time.nanos();
    this.roomAt = tendAt;
    this.moves = time.onMove(wakeup::signal);
  }

  /** Tells that topics have new events. Any thread. */
  void news(Set<String> topics) {
    if (interests.mayMatchOneOf(topics)) {
      news = true;
      wakeup.signal();
    }
  }

  /** Tells that slots changed hands. Any thread. */
  void regroup() {
    regroup = true;
    wakeup.signal();
  }

  @Override
  public void poll(int max, long waitNanos, Inbox inbox) {
    long deadline = time.nanos() + Math.min(waitNanos, Long.MAX_VALUE / 2);
    while (true) {
      try {
        hadRoom(max > 0);
        tend(inbox);
        boolean arrived = max > 0 && read(max, inbox);
        if (arrived || asked) {
          asked = false;
          return;
        }
      } catch (SQLException | RuntimeException e) {
        session.rollback();
        throw broker.explain("reading", e);
      }
      long now = time.nanos();
      if (deadline - now <= 0 || Thread.currentThread().isInterrupted()) {
        return;
      }
      // Time moved by hand signals; without, the caller's patience is the machine's.
      if (!wakeup.await(time.isVirtual() ? waitNanos : Math.min(deadline, tendAt) - now)
          && time.isVirtual()) {
        return;
      }
    }
  }

  /** Notes that there was room; if there was long none, others were given what we could not do. */
  private void hadRoom(boolean now) {
    if (now) {
      regroup |= busy;
      busy = false;
      roomAt = time.nanos();
    }
  }

  private void tend(Inbox inbox) throws SQLException {
    long now = time.nanos();
    if (!regroup && now - tendAt < 0) {
      return;
    }
    regroup = false;
    broker.requireInPlace();
    if (share != null) {
      busy = now - roomAt > broker.tendEveryNanos();
      share.tend(session, reader, inbox, busy);
    }
    news = true;
    // On a grid, so that all consumers of a broker share commits; not before all went well.
    tendAt = (now / broker.tendEveryNanos() + 1) * broker.tendEveryNanos();
  }

  private boolean read(int max, Inbox inbox) throws SQLException {
    if (!news && !reader.isBehind()) {
      return false;
    }
    session.beginRead();
    if (share != null && share.isOutdated(session)) {
      session.commit();
      regroup = true;
      tend(inbox);
      session.beginRead();
    }
    if (news) {
      news = false;
      lookForNews();
    }
    int slots = share == null ? Slots.ALL : share.slots();
    List<Fetched> all = reader.fetch(session, slots, max);
    session.commit();
    if (share != null) {
      share.fetched(all);
    }
    locked(() -> enter(all));
    reader.endTurn(all, slots);
    return arrive(all, inbox);
  }

  private void lookForNews() throws SQLException {
    lock.lock();
    try {
      reader.lookForNews(session);
    } catch (SQLException e) {
      news = true;
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private void enter(List<Fetched> all) {
    reader.enter(all);
    if (share != null) {
      all.forEach(fetched -> share.moved(fetched.cursor()));
    }
  }

  private boolean arrive(List<Fetched> all, Inbox inbox) {
    boolean any = false;
    for (Fetched fetched : all) {
      for (Message message : fetched.messages()) {
        held.put(message.seq, message);
        inbox.arrived(message);
        any = true;
      }
    }
    return any;
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ack(Collection<? extends InboundMessage> done) {
    locked(
        () -> {
          for (InboundMessage each : done) {
            Message message = (Message) each;
            if (held.remove(message.seq, message)) {
              message.cursor.ledger.done(message.seq);
              if (share != null) {
                share.done(message);
              }
            }
          }
        });
    hadRoom(true);
    if (share != null && share.settled()) {
      regroup = true;
    }
  }

  @Override
  public void release(Collection<? extends InboundMessage> messages) {
    locked(
        () -> {
          for (InboundMessage each : messages) {
            Message message = (Message) each;
            if (held.remove(message.seq, message)) {
              message.cursor.ledger.released(message.seq);
              reader.again(message.cursor);
            }
          }
        });
  }

  @Override
  public void retryLater(InboundMessage message, int attempts, Instant notBefore) {
    Message failed = (Message) message;
    if (share != null && failed.equals(held.get(failed.seq))) {
      share.retryLater(failed, new Retry(attempts, notBefore));
    }
  }

  @Override
  public OptionalLong lag() {
    if (share != null) {
      return OptionalLong.of(share.lag(broker, interests));
    }
    Map<Long, Ledger> ledgers = new HashMap<>();
    locked(() -> reader.cursors().forEach(c -> ledgers.put(c.topic, c.ledger.copy())));
    return OptionalLong.of(broker.reading(s -> Backlog.of(s, start, interests, ledgers)));
  }

  @Override
  public void wakeup() {
    asked = true;
    wakeup.signal();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      moves.close();
      broker.closed(this);
      if (share != null) {
        share.close();
      }
      session.close();
    }
  }
}
