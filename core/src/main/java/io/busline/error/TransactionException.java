package io.busline.error;

import org.jspecify.annotations.Nullable;

/**
 * A transaction of a database cannot take what belongs to it, such as an event of an outbox.
 * Nothing of it is stored: roll the transaction back.
 */
public final class TransactionException extends EventBusException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  /**
   * Creates the exception.
   *
   * @param message what was being done, with which value, and what to do next
   */
  public TransactionException(String message) {
    this(message, false, null);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what was being done, with which value, and what to do next
   * @param passing whether the same transaction may succeed when it is tried again
   * @param cause what went wrong underneath, or null
   */
  public TransactionException(String message, boolean passing, @Nullable Throwable cause) {
    super(message, cause);
    this.passing = passing;
  }

  /**
   * Whether the same transaction may succeed when it is tried again from its beginning, as after a
   * deadlock.
   *
   * @return true if so; false if something has to be mended first
   */
  public boolean isPassing() {
    return passing;
  }
}
