package io.busline.error;

import org.jspecify.annotations.Nullable;

/** A URL, an option or a subscription is wrong or contradicts another. Mend the configuration. */
public final class ConfigurationException extends EventBusException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was being done, with which value, and what to do next
   */
  public ConfigurationException(String message) {
    super(message, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what was being done, with which value, and what to do next
   * @param cause what went wrong underneath, or null
   */
  public ConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
