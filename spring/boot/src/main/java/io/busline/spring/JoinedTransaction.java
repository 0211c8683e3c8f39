package io.busline.spring;

import io.busline.outbox.Outbox;
import io.busline.outbox.OutboxTransaction;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What a transaction of Spring publishes. It is there from the transaction's beginning, since
 * Spring does not ask who joins while the commit has begun. For the transaction's thread.
 */
final class JoinedTransaction implements TransactionSynchronization {
  private final Map<Object, Integer> savepoints = new HashMap<>();
  private @Nullable OutboxTransaction outputs;

  /** That of the current transaction, unless its manager is no bean. */
  static Optional<JoinedTransaction> current() {
    for (TransactionSynchronization each :
        TransactionSynchronizationManager.getSynchronizations()) {
      if (each instanceof JoinedTransaction joined) {
        return Optional.of(joined);
      }
    }
    return Optional.empty();
  }

  void publish(Outbox outbox, Connection connection, Object event) {
    OutboxTransaction transaction = outputs;
    if (transaction == null) {
      transaction = outbox.join(connection);
      outputs = transaction;
    }
    transaction.publish(event);
  }

  boolean isEmpty() {
    return size() == 0;
  }

  private int size() {
    OutboxTransaction transaction = outputs;
    return transaction == null ? 0 : transaction.size();
  }

  void store() {
    OutboxTransaction transaction = outputs;
    if (transaction != null) {
      transaction.store();
    }
  }

  @Override
  public void savepoint(Object savepoint) {
    savepoints.put(savepoint, size());
  }

  @Override
  public void savepointRollback(Object savepoint) {
    OutboxTransaction transaction = outputs;
    Integer before = savepoints.get(savepoint);
    if (transaction != null && before != null) {
      transaction.forgetAfter(before);
    }
  }

  @Override
  public void afterCommit() {
    OutboxTransaction transaction = outputs;
    if (transaction != null) {
      transaction.committed();
    }
  }
}
