package io.busline.cli.letters;

import io.busline.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds the commands about dead letters. */
@Command(
    name = "dead-letters",
    header = "Lists, counts, shows, redrives and discards events that a group gave up.",
    footer = {
      "Examples:",
      "  busline dead-letters list --group billing",
      "  busline dead-letters stats",
      "  busline dead-letters show 0f3c9a1b2d4e5f60",
      "  busline dead-letters redrive --group billing --dry-run",
      "  busline dead-letters discard --group billing --reason undecodable"
    })
public final class DeadLettersCommand implements Runnable {
  @Spec private CommandSpec spec;

  private DeadLettersCommand() {}

  /**
   * The command with those that it holds.
   *
   * @param session the process they run in
   * @return the commands
   */
  public static CommandLine with(Session session) {
    return new CommandLine(new DeadLettersCommand())
        .addSubcommand(new DeadLettersListCommand(session))
        .addSubcommand(new DeadLettersStatsCommand(session))
        .addSubcommand(new DeadLettersShowCommand(session))
        .addSubcommand(new DeadLettersRedriveCommand(session))
        .addSubcommand(new DeadLettersDiscardCommand(session));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no command is given. Valid are: list, stats, show, redrive, discard");
  }
}
