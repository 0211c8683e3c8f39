package io.busline.cli.command;

/** The exit codes of every command. */
public final class Exit {
  /** The command did what it was to do. */
  public static final int DONE = 0;

  /** The command was right and could not be done. */
  public static final int FAILED = 1;

  /** The command line was wrong. */
  public static final int USAGE = 2;

  /** {@code --count} events were asked for and fewer came. */
  public static final int NOT_REACHED = 3;

  private Exit() {}
}
