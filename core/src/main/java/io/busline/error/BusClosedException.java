package io.busline.error;

import org.jspecify.annotations.Nullable;

/** The bus, or the subscription, was closed before the call. */
public final class BusClosedException extends EventBusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was being done, with which value, and what to do next
   */
  public BusClosedException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what was being done, with which value, and what to do next
   * @param cause what went wrong underneath, or null
   */
  public BusClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
