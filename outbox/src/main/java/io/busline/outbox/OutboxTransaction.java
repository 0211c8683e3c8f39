package io.busline.outbox;

import io.busline.Outputs;
import io.busline.PreparedEvent;
import io.busline.error.TransactionException;
import io.busline.event.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one database transaction publishes. Events are collected, and stored by its last statements:
 * so other transactions wait for their slots as briefly as possible, and slots are locked in one
 * order. Handlers of an inbox and {@link Outbox#inTransaction} are given one. An integration that
 * ends transactions itself makes one with {@link Outbox#join} and calls {@link #store} just before
 * the commit and {@link #committed} after it. For one thread at a time.
 *
 * <p>A rollback to a savepoint does not drop what was collected since. Where that matters, call
 * {@link Outbox#publish(Connection, Object)}, whose row the rollback removes; or, where a framework
 * tells of savepoints, {@link #size} at each and {@link #forgetAfter} when it is rolled back to.
 */
public final class OutboxTransaction implements Outputs {
  private final Outbox outbox;
  private final Connection connection;
  private final List<PreparedEvent> events = new ArrayList<>();
  private boolean stored;

  OutboxTransaction(Outbox outbox, Connection connection) {
    this.outbox = outbox;
    this.connection = connection;
  }

  /**
   * The connection in whose transaction everything happens. Its owner ends it; in an inbox and in
   * {@link Outbox#inTransaction}, calling {@code commit}, {@code rollback}, {@code close} or {@code
   * setAutoCommit} is refused.
   *
   * @return the connection
   */
  public Connection connection() {
    return connection;
  }

  /**
   * Has an event published if the transaction commits. It is stamped, checked and encoded now.
   *
   * @param event what {@link io.busline.EventBus#publish(Object)} takes
   * @throws io.busline.error.InvalidEventException if the broker could not take it
   * @throws io.busline.error.EncodingException if the data cannot be encoded
   * @throws TransactionException if the transaction's events were stored already
   */
  @Override
  public void publish(Object event) {
    if (stored) {
      throw new TransactionException(
          "an event was published in a transaction whose events are stored already. Publish before"
              + " it is about to commit");
    }
    events.add(outbox.prepare(event));
  }

  @Override
  public void publish(String type, Object data) {
    publish(Event.builder(type, data));
  }

  /**
   * How many events were collected so far.
   *
   * @return the number, which is what {@link #forgetAfter} takes
   */
  public int size() {
    return events.size();
  }

  /**
   * Forgets what was collected after a savepoint, since the transaction was rolled back to it.
   *
   * @param size the {@link #size} at the savepoint; nothing happens if there is no more
   * @throws TransactionException if the transaction's events were stored already
   */
  public void forgetAfter(int size) {
    if (stored) {
      throw new TransactionException(
          "a transaction was rolled back to a savepoint after its events were stored. Store them as"
              + " the last thing before the commit");
    }
    if (size < events.size()) {
      events.subList(size, events.size()).clear();
    }
  }

  /**
   * Stores what was collected, as the last statements before the commit. Does nothing the second
   * time. Blocks.
   *
   * @throws TransactionException if it could not be stored; roll back
   */
  public void store() {
    if (!stored && !events.isEmpty()) {
      outbox.store(connection, events);
    }
    stored = true;
  }

  /** The same where this outbox ends the transaction: what is stored may be committed already. */
  void storeLast() throws SQLException {
    if (!stored && !events.isEmpty()) {
      outbox.storeLast(connection, events);
    }
    stored = true;
  }

  /** The transaction has committed: has the relay publish at once. Does not block. */
  public void committed() {
    if (!events.isEmpty()) {
      outbox.wake();
    }
  }
}
