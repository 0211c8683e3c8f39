package io.busline.error;

import org.jspecify.annotations.Nullable;

/** The broker could not be reached, or refused an operation. */
public final class BrokerException extends EventBusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was being done, with which value, and what to do next
   */
  public BrokerException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what was being done, with which value, and what to do next
   * @param cause what went wrong underneath, or null
   */
  public BrokerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
