package io.busline.cli;

/** The exit codes of every command. */
final class Exit {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /** {@code --count} events were asked for and fewer came. */
  static final int NOT_REACHED = 3;

  private Exit() {}
}
