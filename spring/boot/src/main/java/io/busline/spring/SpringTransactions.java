package io.busline.spring;

import io.busline.error.ConfigurationException;
import io.busline.outbox.Transactions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Transactions in which everything takes part that Spring manages, such as repositories. */
record SpringTransactions(PlatformTransactionManager manager, DataSource dataSource)
    implements Transactions {
  private static final Logger LOG = System.getLogger("io.busline.spring");

  @Override
  public <T> T call(Work<T> work) throws Exception {
    TransactionStatus status = manager.getTransaction(TransactionDefinition.withDefaults());
    T result;
    try {
      Connection connection = DataSourceUtils.getConnection(dataSource);
      try {
        result = work.run(connection);
      } finally {
        DataSourceUtils.releaseConnection(connection, dataSource);
      }
    } catch (Throwable e) {
      rollback(status, e);
      throw e;
    }
    manager.commit(status);
    return result;
  }

  private void rollback(TransactionStatus status, Throwable why) {
    try {
      manager.rollback(status);
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  /**
   * Begins a transaction and rolls it back, to see what it spans. Blocks. A database that is away
   * is not asked: what does not go together is refused when an event is published.
   *
   * @throws ConfigurationException if that is not the data source
   */
  void requireDataSource() {
    TransactionStatus status;
    try {
      status = manager.getTransaction(TransactionDefinition.withDefaults());
    } catch (CannotCreateTransactionException e) {
      LOG.log(Level.WARNING, "The database of the outbox is not available: " + e.getMessage());
      return;
    }
    boolean spans = TransactionSynchronizationManager.hasResource(dataSource);
    manager.rollback(status);
    if (!spans) {
      throw new ConfigurationException(
          "the transactions of %s do not span the data source of the outbox, so an event could be published although its change is rolled back. Name the two that belong together with busline.outbox.transaction-manager and busline.outbox.data-source"
              .formatted(manager.getClass().getSimpleName()));
    }
  }
}
