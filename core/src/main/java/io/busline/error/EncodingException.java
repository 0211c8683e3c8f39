package io.busline.error;

import org.jspecify.annotations.Nullable;

/** Data could not be turned into bytes; nothing was sent. */
public final class EncodingException extends EventBusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was being done, with which value, and what to do next
   */
  public EncodingException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what was being done, with which value, and what to do next
   * @param cause what went wrong underneath, or null
   */
  public EncodingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
