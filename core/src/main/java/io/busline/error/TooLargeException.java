package io.busline.error;

import org.jspecify.annotations.Nullable;

/** What was to be stored is larger than the broker takes. */
public final class TooLargeException extends EventBusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was being done, how large it is, and what the broker takes
   */
  public TooLargeException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what was being done, how large it is, and what the broker takes
   * @param cause what the broker said, or null
   */
  public TooLargeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
