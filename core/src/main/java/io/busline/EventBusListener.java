package io.busline;

/**
 * Observes a bus: one place from which metrics, tracing and tools are fed. Called on a thread of
 * its own, with one signal after another, soon after what they tell has happened; never on a thread
 * that handles or publishes. What it throws is logged and changes nothing. If it is slow, the work
 * goes no faster than it; if it does not return, it is not told what happens meanwhile, and how
 * much that was is logged. It may close the bus.
 */
@FunctionalInterface
public interface EventBusListener {

  /**
   * Something happened.
   *
   * @param signal what
   */
  void onSignal(Signal signal);
}
