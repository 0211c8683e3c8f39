package io.busline.cli.terminal;

import java.io.IOException;

/** Whoever read standard output, such as {@code head}, has seen enough. */
public final class OutputClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutputClosedException(IOException cause) {
    super("standard output is closed", cause);
  }
}
