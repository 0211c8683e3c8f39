package io.busline.simulation;

/** An invariant is broken. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  final transient Invariant invariant;

  Violation(Invariant invariant, String message) {
    super(invariant + ": " + message);
    this.invariant = invariant;
  }
}
