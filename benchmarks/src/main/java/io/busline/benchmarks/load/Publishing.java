package io.busline.benchmarks.load;

/** A way into a broker, open and ready. Used by one thread. */
public interface Publishing extends AutoCloseable {

  /** Publishes without waiting for its confirmation, unless too many are outstanding. */
  void publish(Order order) throws Exception;

  /** Waits until everything published is confirmed; fails if something is not. */
  void awaitConfirmed() throws Exception;

  @Override
  void close();
}
