package io.busline.cli.command;

import io.busline.cli.terminal.Terminal;
import java.util.Map;

/**
 * What a command has to do with the process it runs in.
 *
 * @param terminal where it reads and writes
 * @param environment the environment variables
 * @param interruption what it does about Ctrl-C
 * @param name what the user called, to be repeated in commands that are suggested
 */
public record Session(
    Terminal terminal, Map<String, String> environment, Interruption interruption, String name) {

  /**
   * A place for the option {@code --bus}.
   *
   * @return a new one, for one command
   */
  public BusMixin bus() {
    return new BusMixin(environment);
  }

  /**
   * A place for the option {@code --database}.
   *
   * @return a new one, for one command
   */
  public DatabaseMixin database() {
    return new DatabaseMixin(environment);
  }
}
