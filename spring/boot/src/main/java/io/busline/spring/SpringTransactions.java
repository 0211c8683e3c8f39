package io.busline.spring;

import io.busline.error.ConfigurationException;
import io.busline.outbox.Transactions;
import java.sql.Connection;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Transactions in which everything takes part that Spring manages, such as repositories. */
record SpringTransactions(PlatformTransactionManager manager, DataSource dataSource)
    implements Transactions {

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
   * Begins a transaction and rolls it back, to see what it spans. Blocks.
   *
   * @throws ConfigurationException if that is not the data source
   */
  void requireDataSource() {
    TransactionStatus status = manager.getTransaction(TransactionDefinition.withDefaults());
    boolean spans = TransactionSynchronizationManager.hasResource(dataSource);
    manager.rollback(status);
    if (!spans) {
      throw new ConfigurationException(
          "the transactions of %s do not span the data source of the outbox, so an event could be published although its change is rolled back. Name the two that belong together with busline.outbox.transaction-manager and busline.outbox.data-source"
              .formatted(manager.getClass().getSimpleName()));
    }
  }
}
