package io.busline;

/**
 * Something to be told to users' code, by a {@link Notifier}. It is what waits in the queue, too,
 * since there may be one for each event.
 */
abstract class Telling implements Runnable {
  private final Notifier notifier;

  Telling(Notifier notifier) {
    this.notifier = notifier;
  }

  /** What it is about, for the log. */
  abstract String about();

  /** Tells it; may throw, or not return. */
  abstract void tell();

  @Override
  public final void run() {
    notifier.carryOut(this);
  }
}
