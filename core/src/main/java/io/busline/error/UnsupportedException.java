package io.busline.error;

import org.jspecify.annotations.Nullable;

/**
 * This broker cannot give what was asked for; the message names the capability and an alternative.
 */
public final class UnsupportedException extends EventBusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was being done, with which value, and what to do next
   */
  public UnsupportedException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what was being done, with which value, and what to do next
   * @param cause what went wrong underneath, or null
   */
  public UnsupportedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
