package io.busline.simulation;

import org.jspecify.annotations.Nullable;

/** What a handler throws. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean hopeless;

  Failure(boolean hopeless) {
    super(hopeless ? "no attempt mends this" : "try again", null, false, false);
    this.hopeless = hopeless;
  }

  static boolean isHopeless(@Nullable Throwable thrown) {
    return thrown instanceof Failure failure && failure.hopeless;
  }
}
