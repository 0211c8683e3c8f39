package io.busline;

/**
 * Observes a bus: one place from which metrics, tracing and tools are fed. Called on the threads
 * that do the work, so it must be fast and safe for use by several threads. What it throws is
 * logged and changes nothing.
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
