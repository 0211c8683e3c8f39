package io.busline;

/** Stands for an event of which envelope or data could not be read; no attempt can mend that. */
final class Undecodable extends Exception {
  private static final long serialVersionUID = 1L;

  Undecodable(String message) {
    super(message, null, false, false);
  }

  Undecodable(Throwable cause) {
    super(FailureText.messageOf(cause), cause, false, false);
  }
}
