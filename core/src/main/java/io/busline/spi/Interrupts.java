package io.busline.spi;

import java.util.function.Supplier;

/**
 * Keeps an interrupt for later. Client libraries give up half-way, or drop without a word what is
 * to be sent, when their thread is interrupted; use it for what is answered soon.
 */
public final class Interrupts {

  private Interrupts() {}

  /**
   * Does something as if the thread were not interrupted; an interrupt from before is set again
   * afterwards.
   *
   * @param action what to do
   * @param <T> the type of its result
   * @return the action's result
   */
  public static <T> T defer(Supplier<T> action) {
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
