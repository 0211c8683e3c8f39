package io.busline.spi;

import java.util.List;

/**
 * Appends events to a broker's topics in transactions that others begin and end: for a broker that
 * keeps its events in a database in which applications may have their own tables, too. Such an
 * event is on the bus exactly if its transaction commits. Safe for use by several threads.
 *
 * @param <C> what a transaction belongs to, such as {@code java.sql.Connection}
 */
public interface TransactionLog<C> {

  /**
   * Whether a connection leads to the broker's own database, and may append there. Blocks.
   *
   * @param connection the connection
   * @return true if so; false if not, or if nobody can tell
   */
  boolean isOf(C connection);

  /**
   * Appends events in the transaction of a connection. Until it ends, others who append to the same
   * topics wait. Blocks.
   *
   * @param connection a connection for which {@link #isOf} holds, in a transaction
   * @param outputs the events, in order
   * @throws Exception what the connection throws; the transaction can only be rolled back then
   */
  void append(C connection, List<Output> outputs) throws Exception;

  /**
   * Has those look at once who wait for events, because a transaction has committed or is about to.
   * Nothing is lost without: they look by themselves, after some seconds. Does not throw.
   */
  void announce();
}
