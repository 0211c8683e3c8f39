package io.busline.spi.log;

/** An invariant is broken. */
final class LogViolation extends AssertionError {
  private static final long serialVersionUID = 1L;

  final transient LogInvariant invariant;

  LogViolation(LogInvariant invariant, String message) {
    super(invariant + ": " + message);
    this.invariant = invariant;
  }
}
