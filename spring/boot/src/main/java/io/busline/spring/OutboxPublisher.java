package io.busline.spring;

import io.busline.Outputs;
import io.busline.error.TransactionException;
import io.busline.outbox.Outbox;
import java.sql.Connection;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Publishes events if and only if the current transaction of Spring commits, with JDBC and JPA
 * alike:
 *
 * <pre>{@code
 * @Transactional
 * void place(Order order) {
 *   orders.save(order);
 *   publisher.publish(new OrderCreated(order.id()));
 * }
 * }</pre>
 *
 * <p>Events are stamped, checked and encoded when they are published here, stored by the last
 * statements before the commit, and sent by the relay afterwards: at least once, and those of a key
 * in the order of the commits. What is published after a savepoint is gone if the transaction is
 * rolled back to it. The starter makes a bean of this type if {@code busline-outbox} and a data
 * source are there. Safe for use by all threads; each publishes in its own transaction.
 */
public final class OutboxPublisher implements Outputs {
  private final OutboxConnection outbox;
  private final DataSource dataSource;

  OutboxPublisher(OutboxConnection outbox, DataSource dataSource) {
    this.outbox = outbox;
    this.dataSource = dataSource;
  }

  /**
   * Has an event published if the current transaction commits. Does not wait for the broker.
   *
   * @param event what {@link io.busline.EventBus#publish(Object)} takes
   * @throws io.busline.error.InvalidEventException if the broker could not take it
   * @throws io.busline.error.EncodingException if the data cannot be encoded
   * @throws io.busline.error.BrokerException if the bus has not been connected since the start, so
   *     that nobody knows what its broker takes
   * @throws TransactionException if there is no transaction that can take it; roll back
   */
  @Override
  public void publish(Object event) {
    Connection connection = connection();
    Outbox open = outbox.require();
    Optional<JoinedTransaction> joined = JoinedTransaction.current();
    if (joined.isPresent()) {
      joined.get().publish(open, connection, event);
    } else {
      // Nobody tells when a transaction of another manager is about to commit.
      open.publish(connection, event);
    }
  }

  private Connection connection() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new TransactionException(
          "an event was published to the outbox outside a transaction, so nothing says when it is"
              + " final. Call it from a method with @Transactional that is called through its bean,"
              + " or publish with the EventBus");
    }
    if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
      throw new TransactionException(
          "an event was published to the outbox in a read-only transaction, which cannot store it."
              + " Remove readOnly = true from the @Transactional that began it");
    }
    if (TransactionSynchronizationManager.getResource(dataSource)
        instanceof ConnectionHolder holder) {
      return holder.getConnection();
    }
    throw new TransactionException(
        "an event was published in a transaction that does not span the outbox's data source, so"
            + " one could commit without the other. Name the outbox's transaction manager in"
            + " @Transactional, or set busline.outbox.data-source to the data source of this one");
  }
}
