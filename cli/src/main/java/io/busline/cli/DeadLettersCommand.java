package io.busline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds the commands about dead letters. */
@Command(
    name = "dead-letters",
    header = "Lists, shows, redrives and discards events that a group gave up.",
    footer = {
      "Examples:",
      "  busline dead-letters list --group billing",
      "  busline dead-letters show 0f3c9a1b2d4e5f60",
      "  busline dead-letters redrive --group billing --dry-run",
      "  busline dead-letters discard --group billing --reason undecodable"
    })
final class DeadLettersCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no command is given. Valid are: list, show, redrive, discard");
  }
}
