package io.busline.benchmarks.load;

/** A bus whose subscribers, each with a counter of its own, are in place. */
public interface InProcessBus extends AutoCloseable {

  /** Publishes one event, or some; returns how many. Called by several threads. */
  int publish();

  @Override
  void close();
}
