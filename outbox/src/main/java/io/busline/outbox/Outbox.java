package io.busline.outbox;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.PreparedEvent;
import io.busline.TransactionalInbox;
import io.busline.error.TransactionException;
import io.busline.event.Event;
import io.busline.spi.Durations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events if and only if a database transaction commits. {@link #publish(Connection,
 * Object)} stores an event in the transaction of the caller's own changes; a relay on a thread of
 * this process publishes what is committed, at least once, and the events of a key in the order of
 * the commits. It is also the inbox of that database: see {@link
 * io.busline.SubscriptionBuilder#inbox}. Any number of processes may have an outbox on the same
 * tables; their relays share the work. Safe for use by all threads. Close it before its bus.
 *
 * <p>It does not publish what is rolled back, needs no broker to be there when an event is stored,
 * and works with JDBC alone. Where the bus is kept in the same database, as PostgreSQL's can be,
 * there is no relay: an event is on the bus when its transaction commits. Reactive drivers are out
 * of its scope.
 */
public final class Outbox implements TransactionalInbox<OutboxTransaction>, AutoCloseable {
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(10);

  private final EventBus bus;
  private final OutboxParts parts;
  private final Transactions transactions;
  private final @Nullable Relay relay;
  private final LongAdder repeats = new LongAdder();

  Outbox(EventBus bus, OutboxParts parts, Transactions transactions, @Nullable Relay relay) {
    this.bus = bus;
    this.parts = parts;
    this.transactions = transactions;
    this.relay = relay;
  }

  /**
   * An outbox with every default: creates or verifies its tables, and starts a relay. Blocks.
   *
   * @param dataSource the application's database; a pool, best
   * @param bus where the events go
   * @return the outbox, at work
   * @throws io.busline.error.ConfigurationException if the database is of a kind that cannot hold
   *     an outbox, or the tables are of another version or belong to another service
   * @throws TransactionException if the database refuses to make or read the tables
   */
  public static Outbox of(DataSource dataSource, EventBus bus) {
    return builder(dataSource, bus).open();
  }

  /**
   * Begins an outbox with options.
   *
   * @param dataSource the application's database; a pool, best
   * @param bus where the events go
   * @return the builder
   */
  public static OutboxBuilder builder(DataSource dataSource, EventBus bus) {
    return new OutboxBuilder(dataSource, bus);
  }

  /**
   * Stores an event in the transaction of a connection. Call it last, just before the commit: until
   * then, other transactions that publish to the same slot wait. A rollback, also to a savepoint,
   * removes the event. Blocks.
   *
   * @param connection a connection to the outbox's database, in a transaction
   * @param event an annotated object, an {@link Event} or an {@link io.busline.event.EventBuilder}
   * @return the event as it will travel; its id is final
   * @throws io.busline.error.InvalidEventException if the event breaks a rule or a limit
   * @throws io.busline.error.EncodingException if its data cannot be encoded
   * @throws TransactionException if the connection is not in a transaction that can take it, or the
   *     database refuses it; nothing is stored, roll back
   */
  public PreparedEvent publish(Connection connection, Object event) {
    return publishAll(connection, List.of(event)).get(0);
  }

  /**
   * Stores data under a type's name in the transaction of a connection.
   *
   * @param connection a connection to the outbox's database, in a transaction
   * @param type the type's dotted name
   * @param data the data
   * @return the event as it will travel; its id is final
   * @see #publish(Connection, Object)
   */
  public PreparedEvent publish(Connection connection, String type, Object data) {
    return publish(connection, Event.builder(type, data));
  }

  /**
   * Stores several events in the transaction of a connection: all or none. Better than one by one,
   * since slots are locked in one order.
   *
   * @param connection a connection to the outbox's database, in a transaction
   * @param events annotated objects, {@link Event}s or {@link io.busline.event.EventBuilder}s
   * @return the events as they will travel, in the same order
   * @see #publish(Connection, Object)
   */
  public List<PreparedEvent> publishAll(Connection connection, Collection<?> events) {
    List<PreparedEvent> prepared = new ArrayList<>(events.size());
    events.forEach(event -> prepared.add(prepare(event)));
    store(connection, prepared);
    wake();
    return prepared;
  }

  /**
   * Takes part in a transaction that somebody else ends, such as a framework: events are collected,
   * until {@link OutboxTransaction#store} is called as the last thing before the commit.
   *
   * @param connection a connection to the outbox's database, in the transaction
   * @return what the transaction publishes
   */
  public OutboxTransaction join(Connection connection) {
    return new OutboxTransaction(this, connection);
  }

  /** Work that publishes in a transaction; see {@link #inTransaction}. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does it.
     *
     * @param transaction has the connection, and takes events
     * @throws Exception to roll back
     */
    void run(OutboxTransaction transaction) throws Exception;
  }

  /**
   * Does something in a transaction of its own, together with what it publishes. Blocks.
   *
   * @param work what to do; throwing rolls back all of it
   * @throws Exception what the work threw, or why the transaction was not committed
   */
  public void inTransaction(Work work) throws Exception {
    OutboxTransaction committed =
        transactions.call(
            connection -> {
              OutboxTransaction transaction = join(connection);
              work.run(transaction);
              end(transaction);
              return transaction;
            });
    committed.committed();
  }

  @Override
  public boolean handleOnce(String group, Event<?> event, Handling<OutboxTransaction> handling)
      throws Exception {
    Optional<OutboxTransaction> handled =
        transactions.call(connection -> handle(connection, group, event, handling));
    handled.ifPresentOrElse(OutboxTransaction::committed, repeats::increment);
    return handled.isPresent();
  }

  private Optional<OutboxTransaction> handle(
      Connection connection, String group, Event<?> event, Handling<OutboxTransaction> handling)
      throws Exception {
    parts.guard().require(connection);
    try {
      if (!parts.marks().mark(connection, group, event, parts.now())) {
        return Optional.empty();
      }
    } catch (SQLException e) {
      throw SqlFailure.explained("marking event " + event.id() + " as handled by " + group, e);
    }
    OutboxTransaction transaction = join(connection);
    handling.run(transaction);
    end(transaction);
    return Optional.of(transaction);
  }

  /** Whoever gives transactions of another kind commits them, and nobody else may. */
  private void end(OutboxTransaction transaction) throws SQLException {
    if (transactions instanceof DataSourceTransactions) {
      transaction.storeLast();
    } else {
      transaction.store();
    }
  }

  @Override
  public String explain() {
    return "exactly once in the transactions of %s; handled events are remembered for %s%s"
        .formatted(
            parts.tables().inbox(),
            Durations.format(parts.settings().inboxRetention()),
            parts.store().explain());
  }

  /**
   * Whether events move: DOWN if the relay cannot reach the database, DEGRADED if events wait for
   * another attempt. Asks nobody.
   *
   * @return the state of the relay of this process; UP if it has none
   */
  public Health health() {
    return relay == null ? new Health(Health.Status.UP, List.of()) : relay.health();
  }

  /**
   * How many events the relay of this process has published.
   *
   * @return since it was opened
   */
  public long published() {
    return relay == null ? 0 : relay.published();
  }

  /**
   * How many events came again to handlers of this inbox and were not handled again.
   *
   * @return since it was opened
   */
  public long repeats() {
    return repeats.sum();
  }

  /**
   * Sends nothing more, waits up to 10 s for the answers that are under way, and leaves the rest to
   * other relays, or to the next start. Idempotent; never throws.
   */
  @Override
  public void close() {
    if (relay != null) {
      relay.close(CLOSES_WITHIN);
    }
    if (parts.pruning() != null) {
      parts.pruning().close();
    }
  }

  PreparedEvent prepare(Object event) {
    return bus.prepare(event);
  }

  void store(Connection connection, List<PreparedEvent> events) {
    try {
      parts.guard().require(connection);
      parts.store().store(connection, events, parts.now());
    } catch (SQLException e) {
      throw notStored(events, e);
    }
  }

  void storeLast(Connection connection, List<PreparedEvent> events) throws SQLException {
    try {
      parts.guard().require(connection);
      parts.store().storeLast(connection, events, parts.now());
    } catch (SQLException e) {
      if (SqlFailure.of(e) == SqlFailure.UNREACHABLE) {
        // As of a commit: nobody knows what has become of it.
        throw e;
      }
      throw notStored(events, e);
    }
  }

  private static TransactionException notStored(List<PreparedEvent> events, SQLException why) {
    String what =
        events.size() == 1 ? "event " + events.get(0).event().id() : events.size() + " events";
    return SqlFailure.explained("storing " + what + " in the outbox", why);
  }

  /** Has the relay of this process look at once, and often for a while; or the bus. */
  void wake() {
    parts.store().announce();
    if (relay != null) {
      relay.wake();
    }
  }
}
