package io.busline.sqlite;

import io.busline.error.EventBusException;
import io.busline.spi.Ledger;
import io.busline.sqlite.Message.Retry;
import io.busline.sqlite.Writer.Work;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings what one member has finished into the file, in the writer's transactions and fenced: only
 * about slots that the member still owns there. Also its signs of life. Its lock guards the ledgers
 * of the member's cursors. Safe for use by the member's thread and the writer's.
 */
final class Progress {

  private final SqliteBroker broker;
  private final Membership membership;
  private final ReentrantLock lock;

  private final Set<Cursor> finished = new HashSet<>();
  private final Set<Cursor> moved = new HashSet<>();
  private final Map<Long, Note> notes = new HashMap<>();
  private int owned;
  private boolean submitted;
  private long lifeAt;

  /**
   * A retry to be written down, or struck out.
   *
   * @param slot the message's slot
   * @param retry what to write, or null to strike out
   */
  private record Note(int slot, @Nullable Retry retry) {}

  /**
   * What one transaction writes.
   *
   * @param ledgers copies of what changed
   * @param notes retries by place
   * @param owned the slots they speak about
   * @param life whether to give a sign of life
   */
  private record Batch(
      Map<Cursor, Ledger> ledgers, Map<Long, Note> notes, int owned, boolean life) {}

  Progress(SqliteBroker broker, Membership membership, ReentrantLock lock) {
    this.broker = broker;
    this.membership = membership;
    this.lock = lock;
    this.lifeAt = broker.time().nanos();
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  /** Tells which slots this member knows it owns, and has read the ledgers of. */
  void owned(int slots) {
    locked(() -> owned = slots);
  }

  /** A message is done; within the lock. */
  void done(Message message, boolean wasRetried) {
    finished.add(message.cursor);
    if (wasRetried) {
      notes.put(message.seq, new Note(message.slot, null));
    }
  }

  /** A cursor read on; within the lock. Worth writing down, but not soon. */
  void moved(Cursor cursor) {
    moved.add(cursor);
  }

  /** A message is to be retried. */
  void note(Message message, Retry retry) {
    locked(() -> notes.put(message.seq, new Note(message.slot, retry)));
    submit();
  }

  /** Forgets what is not written: somebody else has these slots. */
  void clear() {
    locked(
        () -> {
          finished.clear();
          moved.clear();
          notes.clear();
          owned = 0;
        });
  }

  /** Has everything written soon. */
  void submit() {
    boolean first;
    lock.lock();
    try {
      first = !submitted && !(finished.isEmpty() && notes.isEmpty());
      submitted |= first;
    } finally {
      lock.unlock();
    }
    if (first) {
      later();
    }
  }

  private void later() {
    CompletableFuture<Batch> written = new CompletableFuture<>();
    var unused =
        broker
            .writer()
            .later(session -> write(session, written))
            .whenComplete((done, failure) -> settle(written, failure));
  }

  /** Has everything written, and waits for it. */
  void flush() {
    flushAnd(session -> true);
  }

  /** Has everything written and then something else, in one transaction, and waits for it. */
  void flushAnd(Work<Boolean> then) {
    CompletableFuture<Batch> written = new CompletableFuture<>();
    try {
      broker.writer().now(session -> write(session, written) && then.write(session));
    } catch (EventBusException e) {
      settle(written, e);
      throw e;
    }
  }

  /** After a failure, takes everything back; the next tending tries again. */
  private void settle(CompletableFuture<Batch> written, @Nullable Throwable failure) {
    Batch batch = written.getNow(null);
    if (failure != null && batch != null) {
      locked(
          () -> {
            finished.addAll(batch.ledgers().keySet());
            batch.notes().forEach(notes::putIfAbsent);
            lifeAt = batch.life() ? broker.time().nanos() : lifeAt;
          });
    }
  }

  /** Gives a sign of life when it is due, and with it writes what else there is. */
  void tend() {
    if (isLifeDue()) {
      flush();
    } else {
      submit();
    }
  }

  private boolean isLifeDue() {
    lock.lock();
    try {
      return broker.time().nanos() - lifeAt >= 0;
    } finally {
      lock.unlock();
    }
  }

  private boolean write(Session session, CompletableFuture<Batch> written) throws SQLException {
    Batch batch = take();
    written.complete(batch);
    int slots = batch.owned() & membership.fence(session);
    for (Map.Entry<Cursor, Ledger> entry : batch.ledgers().entrySet()) {
      write(session, entry.getKey().topic, entry.getValue(), slots);
    }
    for (Map.Entry<Long, Note> note : batch.notes().entrySet()) {
      if (Slots.contains(slots, note.getValue().slot())) {
        write(session, note.getKey(), note.getValue());
      }
    }
    if (batch.life()) {
      membership.signOfLife(session);
    }
    return true;
  }

  private Batch take() {
    lock.lock();
    try {
      Map<Cursor, Ledger> ledgers = new HashMap<>();
      finished.addAll(moved);
      finished.forEach(cursor -> ledgers.put(cursor, cursor.ledger.copy()));
      boolean life = isLifeDue();
      Batch batch = new Batch(ledgers, new HashMap<>(notes), owned, life);
      finished.clear();
      moved.clear();
      notes.clear();
      submitted = false;
      if (life) {
        lifeAt = broker.time().nanos() + broker.settings().lease().toNanos() / 3;
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void write(Session session, long topic, Ledger ours, int slots) throws SQLException {
    Ledger ledger = ours;
    if (slots != Slots.ALL) {
      ledger = membership.ledger(session, topic);
      ledger.adopt(ours, slots);
    }
    session.update(
        "INSERT INTO progress VALUES (?, ?, ?, ?)"
            + " ON CONFLICT DO UPDATE SET position = excluded.position, state = excluded.state",
        membership.group(),
        topic,
        ledger.position(),
        ledger.encode());
  }

  private void write(Session session, long seq, Note note) throws SQLException {
    Retry retry = note.retry();
    if (retry == null) {
      session.update("DELETE FROM retry WHERE group_id = ? AND seq = ?", membership.group(), seq);
    } else {
      session.update(
          "INSERT INTO retry VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
              + " SET attempts = excluded.attempts, not_before = excluded.not_before",
          membership.group(),
          seq,
          note.slot(),
          retry.attempts(),
          retry.notBefore().toEpochMilli());
    }
  }
}
