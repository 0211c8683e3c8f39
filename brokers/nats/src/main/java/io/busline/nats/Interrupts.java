package io.busline.nats;

import java.util.function.Supplier;

/**
 * Keeps an interrupt for later. The client library drops, without a word, what an interrupted
 * thread wants to send; and what is asked here is answered soon.
 */
final class Interrupts {

  private Interrupts() {}

  /** Does something as if the thread were not interrupted. */
  static <T> T defer(Supplier<T> action) {
    boolean interrupted = Thread.interrupted();
    try {
      return action.get();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
