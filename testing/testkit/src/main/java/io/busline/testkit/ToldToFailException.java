package io.busline.testkit;

/** What a {@link Recorder} throws when it was told to fail. */
public final class ToldToFailException extends Exception {
  private static final long serialVersionUID = 1L;

  ToldToFailException() {
    super("this recorder was told to fail");
  }
}
