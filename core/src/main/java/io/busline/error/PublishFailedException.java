package io.busline.error;

import org.jspecify.annotations.Nullable;

/** The event was surely not stored. Publishing it again cannot create a duplicate. */
public final class PublishFailedException extends EventBusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was being done, with which value, and what to do next
   */
  public PublishFailedException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what was being done, with which value, and what to do next
   * @param cause what went wrong underneath, or null
   */
  public PublishFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
