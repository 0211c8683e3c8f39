package io.busline.outbox;

import java.sql.Connection;
import javax.sql.DataSource;

/**
 * Begins and ends the transactions in which an inbox has events handled and {@link
 * Outbox#inTransaction} works. By default each is one of a connection of the outbox's data source.
 * A framework that has transactions of its own, such as Spring or JTA, gives its own, so that
 * everything the handler calls takes part in them. Safe for use by all threads.
 *
 * <p>With Spring, that is a {@code TransactionTemplate} that runs the work with {@code
 * DataSourceUtils.getConnection(dataSource)}, and hands on what the work throws.
 */
public interface Transactions {

  /**
   * Begins a transaction, runs the work once with a connection that takes part in it, and commits;
   * if the work throws, rolls back and throws the same. Blocks.
   *
   * @param work what to do; it neither commits nor rolls back, and closes nothing
   * @param <T> the type of its result
   * @return the work's result, once the transaction is committed
   * @throws Exception what the work threw, or why the transaction was not committed
   */
  <T> T call(Work<T> work) throws Exception;

  /**
   * Transactions of connections of a data source.
   *
   * @param dataSource where connections come from; a pool, best
   * @return such transactions
   */
  static Transactions of(DataSource dataSource) {
    return new DataSourceTransactions(dataSource);
  }

  /**
   * What is done in a transaction.
   *
   * @param <T> the type of its result
   */
  @FunctionalInterface
  interface Work<T> {

    /**
     * Does it.
     *
     * @param connection one that takes part in the transaction
     * @return the result
     * @throws Exception to roll back
     */
    T run(Connection connection) throws Exception;
  }
}
