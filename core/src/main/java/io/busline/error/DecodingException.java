package io.busline.error;

import org.jspecify.annotations.Nullable;

/**
 * Bytes could not be turned into an event or its data. On receipt, the event becomes a dead letter.
 */
public final class DecodingException extends EventBusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was being done, with which value, and what to do next
   */
  public DecodingException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what was being done, with which value, and what to do next
   * @param cause what went wrong underneath, or null
   */
  public DecodingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
