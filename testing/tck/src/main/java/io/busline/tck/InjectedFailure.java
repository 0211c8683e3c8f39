package io.busline.tck;

import org.jspecify.annotations.Nullable;

/** What a handler of the kit throws where it is told to fail. */
final class InjectedFailure extends Exception {
  private static final long serialVersionUID = 1L;

  static final String MESSAGE = "the test made this handler fail";

  InjectedFailure() {
    this(MESSAGE, null);
  }

  InjectedFailure(@Nullable String message, @Nullable Throwable cause) {
    super(message);
    if (cause != null) {
      initCause(cause);
    }
  }
}
