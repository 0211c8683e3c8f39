package io.busline.cli;

/** A command cannot go on. The message says what was being done, with what, and what to do. */
final class CommandException extends RuntimeException {
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

  /** The command was right and could not be done. */
  static CommandException failed(String message) {
    return new CommandException(Exit.FAILED, message);
  }

  static CommandException failed(String message, Throwable cause) {
    return new CommandException(Exit.FAILED, message, cause);
  }

  /** The command line was wrong. */
  static CommandException usage(String message) {
    return new CommandException(Exit.USAGE, message);
  }

  static CommandException usage(String message, Throwable cause) {
    return new CommandException(Exit.USAGE, message, cause);
  }

  String message() {
    return message;
  }

  int exitCode() {
    return exitCode;
  }
}
