package io.busline.cli.command;

/** A command cannot go on. The message says what was being done, with what, and what to do. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String message;
  private final int exitCode;

  private CommandException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.message = message;
    this.exitCode = exitCode;
  }

  private CommandException(int exitCode, String message) {
    super(message);
    this.message = message;
    this.exitCode = exitCode;
  }

  /**
   * The command was right and could not be done.
   *
   * @param message what was being done, with what, and what to do
   * @return the exception
   */
  public static CommandException failed(String message) {
    return new CommandException(Exit.FAILED, message);
  }

  /**
   * The command was right and could not be done.
   *
   * @param message what was being done, with what, and what to do
   * @param cause why
   * @return the exception
   */
  public static CommandException failed(String message, Throwable cause) {
    return new CommandException(Exit.FAILED, message, cause);
  }

  /**
   * The command line was wrong.
   *
   * @param message what is wrong with it, and what to do
   * @return the exception
   */
  public static CommandException usage(String message) {
    return new CommandException(Exit.USAGE, message);
  }

  /**
   * The command line was wrong.
   *
   * @param message what is wrong with it, and what to do
   * @param cause why
   * @return the exception
   */
  public static CommandException usage(String message, Throwable cause) {
    return new CommandException(Exit.USAGE, message, cause);
  }

  /**
   * What to tell the user.
   *
   * @return one sentence or two
   */
  public String message() {
    return message;
  }

  /**
   * How the process ends.
   *
   * @return one of {@link Exit}
   */
  public int exitCode() {
    return exitCode;
  }
}
