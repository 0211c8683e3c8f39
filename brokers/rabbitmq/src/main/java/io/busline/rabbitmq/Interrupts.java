package io.busline.rabbitmq;

import java.util.function.Supplier;

/** For calls of the client, which end in the middle when their thread is interrupted. */
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
