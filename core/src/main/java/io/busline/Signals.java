package io.busline;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Tells the listener, if there is one, and lets nothing that it throws through. */
final class Signals {
  private static final Logger LOG = System.getLogger("io.busline");

  private final @Nullable EventBusListener listener;

  Signals(@Nullable EventBusListener listener) {
    this.listener = listener;
  }

  /** Whether anybody listens; ask before making a signal for every event. */
  boolean isOn() {
    return listener != null;
  }

  void send(Signal signal) {
    if (listener != null) {
      try {
        listener.onSignal(signal);
      } catch (RuntimeException | Error e) {
        LOG.log(Level.WARNING, "the listener failed on " + signal.getClass().getSimpleName(), e);
      }
    }
  }
}
