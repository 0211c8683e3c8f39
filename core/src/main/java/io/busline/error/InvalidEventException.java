package io.busline.error;

import org.jspecify.annotations.Nullable;

/**
 * An event, a name or an attribute breaks a rule; nothing was sent. Mend the event: retrying is no
 * use.
 */
public final class InvalidEventException extends EventBusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was being done, with which value, and what to do next
   */
  public InvalidEventException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what was being done, with which value, and what to do next
   * @param cause what went wrong underneath, or null
   */
  public InvalidEventException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
