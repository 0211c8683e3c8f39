package io.busline.sqlite;

import io.busline.error.EventBusException;
import io.busline.spi.Inbox;
import io.busline.spi.Interests;
import io.busline.spi.Ledger;
import io.busline.sqlite.Cursor.Fetched;
import io.busline.sqlite.Message.Retry;
import io.busline.sqlite.Writer.Work;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One instance's share of a group's events: hands over between {@link Membership}, which says what
 * is ours, {@link Progress}, which writes what we did, and the cursors. Used by the consumer's
 * thread.
 */
final class Share {

  private static final System.Logger LOG = System.getLogger(Share.class.getName());

  private final Membership membership;
  private final Progress progress;
  private final ReentrantLock lock;
  private final Map<Long, Message> held;
  private final Map<Long, Retry> retries = new HashMap<>();

  /** Shares with the consumer what it holds, and the lock of its ledgers. */
  Share(SqliteBroker broker, Membership membership, Map<Long, Message> held, ReentrantLock lock) {
    this.membership = membership;
    this.progress = new Progress(broker, membership, lock);
    this.held = held;
    this.lock = lock;
  }

  /** The slots to read on. */
  int slots() {
    return membership.readable();
  }

  Ledger ledger(Session session, long topic) throws SQLException {
    return membership.ledger(session, topic);
  }

  /** Whether it must be tended before it may be read. */
  boolean isOutdated(Session session) throws SQLException {
    return membership.isOutdated(session);
  }

  /**
   * Gives a sign of life, looks after the others; gives up, loses and takes over slots.
   *
   * @param busy whether there has long been no room for more
   */
  void tend(Session session, Reader reader, Inbox inbox, boolean busy) throws SQLException {
    int before = slots();
    progress.tend();
    reload(session, reader, inbox);
    Work<Boolean> change = membership.plan(session, idle(), busy);
    if (change != null) {
      progress.flushAnd(change);
    }
    reload(session, reader, inbox);
    reader.wasNarrower(slots() & ~before);
  }

  /** The slots of which nothing is held. */
  private int idle() {
    int idle = Slots.ALL;
    for (Message message : held.values()) {
      idle &= ~(1 << message.slot);
    }
    return idle;
  }

  private void reload(Session session, Reader reader, Inbox inbox) throws SQLException {
    if (!membership.isOutdated(session)) {
      return;
    }
    int before = membership.owned();
    if (!membership.reload(session)) {
      lose(Slots.ALL, inbox);
      progress.clear();
      reader.forgetAll();
      retries.clear();
      membership.rejoin();
      membership.reload(session);
      before = 0;
    }
    lose(before & ~membership.owned(), inbox);
    takeOver(session, reader, membership.owned() & ~before);
    progress.owned(membership.owned());
  }

  private void lose(int slots, Inbox inbox) {
    List<Message> lost = new ArrayList<>();
    held.values().removeIf(m -> Slots.contains(slots, m.slot) && lost.add(m));
    lost.forEach(inbox::revoked);
  }

  /** Goes on where the owner before left off. */
  private void takeOver(Session session, Reader reader, int slots) throws SQLException {
    for (Cursor cursor : reader.cursors()) {
      Ledger written = ledger(session, cursor.topic);
      lock.lock();
      try {
        cursor.ledger.adopt(written, slots);
      } finally {
        lock.unlock();
      }
      cursor.headsSeen &= ~slots;
    }
    session.each(
        "SELECT seq, attempts, not_before FROM retry WHERE group_id = ? AND (? >> slot) & 1",
        row ->
            retries.put(
                row.getLong(1), new Retry(row.getInt(2), Instant.ofEpochMilli(row.getLong(3)))),
        membership.group(),
        slots & 0xFFFF_FFFFL);
  }

  /** Messages are about to be handed out: counts an attempt for what a lost owner had in work. */
  void fetched(List<Fetched> all) {
    boolean any = false;
    for (Fetched fetched : all) {
      for (Message message : fetched.messages()) {
        if (fetched.cursor().isHead(message) && message.seq <= membership.crashed(message.slot)) {
          retryLater(message, Retry.oneMore(retries.get(message.seq)));
          any = true;
        }
        message.retry(retries.get(message.seq));
      }
    }
    if (any) {
      progress.flush();
    }
  }

  /** A cursor read on; within the lock. */
  void moved(Cursor cursor) {
    progress.moved(cursor);
  }

  /** A message is done; within the lock. */
  void done(Message message) {
    progress.done(message, retries.remove(message.seq) != null);
  }

  /** Messages are done, and the lock is free again; returns whether to tend at once. */
  boolean settled() {
    progress.submit();
    return membership.isDraining();
  }

  void retryLater(Message message, Retry retry) {
    retries.put(message.seq, retry);
    progress.note(message, retry);
  }

  /** How many events wait for the whole group. Any thread. */
  long lag(SqliteBroker broker, Interests interests) {
    progress.flush();
    return broker.reading(
        s -> Backlog.ofGroup(s, membership.group(), membership.start(), interests));
  }

  /** Writes what is left and gives everything up. */
  void close() {
    try {
      progress.flushAnd(membership::leave);
    } catch (EventBusException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a consumer could not leave its group, so its events wait for its lease to end: {0}",
          e.getMessage());
    }
  }
}
