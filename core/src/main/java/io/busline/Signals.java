package io.busline;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Tells the listener what happens, if there is one, and observers what they are not told else. */
final class Signals {
  private final @Nullable EventBusListener listener;
  private final Observers observers;
  private final Notifier notifier =
      new Notifier("busline-signals", "the listener", Signals::failed);

  Signals(@Nullable EventBusListener listener, Observers observers) {
    this.listener = listener;
    this.observers = observers;
  }

  private static void failed(String signal, Throwable failure) {
    Log.write(Level.WARNING, "the listener failed on " + signal, failure);
  }

  Observers observers() {
    return observers;
  }

  /** Whether there is a listener; ask before making a signal for every event. */
  boolean isOn() {
    return listener != null;
  }

  /** Whether anybody is told of what is rare; ask before making a signal of that. */
  boolean isHeard() {
    return listener != null || observers.isOn();
  }

  /** Tells the listener alone: what observers see themselves. */
  void send(Signal signal) {
    EventBusListener told = listener;
    if (told != null) {
      notifier.tell(signal.getClass().getSimpleName(), () -> told.onSignal(signal));
    }
  }

  /** Tells all. */
  void broadcast(Signal signal) {
    send(signal);
    observers.signal(signal);
  }

  /** Waits until the listener was told what has happened. */
  void close(long nanos) {
    notifier.close(nanos);
    observers.close(nanos);
  }
}
