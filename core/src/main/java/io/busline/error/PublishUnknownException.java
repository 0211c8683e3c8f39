package io.busline.error;

import org.jspecify.annotations.Nullable;

/** The event may or may not be stored. Publishing it again with the same id is safe. */
public final class PublishUnknownException extends EventBusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was being done, with which value, and what to do next
   */
  public PublishUnknownException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what was being done, with which value, and what to do next
   * @param cause what went wrong underneath, or null
   */
  public PublishUnknownException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
