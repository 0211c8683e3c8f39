package io.busline;

import org.jspecify.annotations.Nullable;

/**
 * What went wrong with an event, and what that says of itself, asked on the worker's thread: there
 * an exception that takes for ever to answer costs its own event, and no other.
 */
final class HandlerFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Class and message, of the failure and of its deepest cause. */
  final transient String summary;

  /** The same with the stacks, as a dead letter has it. */
  final transient String trace;

  private final transient Throwable thrown;

  HandlerFailure(Throwable thrown) {
    super(null, null, false, false);
    Throwable told =
        thrown instanceof Undecodable && thrown.getCause() != null ? thrown.getCause() : thrown;
    this.thrown = thrown;
    this.summary = FailureText.summary(told);
    this.trace = FailureText.trace(told);
  }

  /** A failure with its description; what the engine itself has found is described here. */
  static HandlerFailure of(@Nullable Throwable failure) {
    if (failure instanceof HandlerFailure described) {
      return described;
    }
    return new HandlerFailure(
        failure != null ? failure : new IllegalStateException("no failure was noted"));
  }

  /** What was thrown. */
  Throwable thrown() {
    return thrown;
  }

  @Override
  public String getMessage() {
    return summary;
  }
}
