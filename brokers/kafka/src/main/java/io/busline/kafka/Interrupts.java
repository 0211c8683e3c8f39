package io.busline.kafka;

import java.util.function.Supplier;

/**
 * Keeps an interrupt for later. The client library gives up half-way when its thread is
 * interrupted, and what is asked here is answered soon.
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
