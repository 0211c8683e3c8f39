package io.busline.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Has each transaction of a manager store what it publishes by its last statements: later than
 * every synchronization, which could publish, too. What it throws rolls back.
 */
final class StoringBeforeCommit implements TransactionExecutionListener {
  private final Runnable flush;

  /**
   * A listener for one manager.
   *
   * @param flush has the manager's session write what it holds back
   */
  StoringBeforeCommit(Runnable flush) {
    this.flush = flush;
  }

  @Override
  public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
    if (failure == null && TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(new JoinedTransaction());
    }
  }

  @Override
  public void beforeCommit(TransactionExecution transaction) {
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      JoinedTransaction.current()
          .filter(joined -> !joined.isEmpty())
          .ifPresent(
              joined -> {
                flush.run();
                joined.store();
              });
    }
  }
}
