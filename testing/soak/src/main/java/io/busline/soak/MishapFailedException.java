package io.busline.soak;

/** A mishap did not happen, or could not be undone. */
final class MishapFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  MishapFailedException(String what, Throwable cause) {
    super(what + ": " + cause, cause);
  }
}
