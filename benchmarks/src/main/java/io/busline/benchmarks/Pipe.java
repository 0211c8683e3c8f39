package io.busline.benchmarks;

/** A way from a publisher to a handler over a broker, open and ready. Used by one thread. */
interface Pipe extends AutoCloseable {

  /** Publishes without waiting for its confirmation, unless too many are outstanding. */
  void publish(Order order) throws Exception;

  /** Waits until everything published is confirmed; fails if something is not. */
  void awaitConfirmed() throws Exception;

  /** How many events were handled and acknowledged so far. */
  long handled();

  @Override
  void close();
}
