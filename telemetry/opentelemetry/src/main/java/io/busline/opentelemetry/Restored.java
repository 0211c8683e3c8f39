package io.busline.opentelemetry;

import io.busline.HandlingObservation;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;

/** Makes a context current, and restores the one before even if a scope was left open within. */
final class Restored {
  private Restored() {}

  @SuppressWarnings("MustBeClosedChecker") // What is returned closes it.
  static HandlingObservation.Scope open(Context context) {
    Context before = Context.current();
    Scope scope = context.makeCurrent();
    return () -> close(scope, before);
  }

  /** A scope that is not the innermost one refuses to close, and the thread would keep the rest. */
  @SuppressWarnings("MustBeClosedChecker") // It lasts: it is what was current before.
  private static void close(Scope scope, Context before) {
    scope.close();
    if (Context.current() != before) {
      Scope unused = before.makeCurrent();
    }
  }
}
