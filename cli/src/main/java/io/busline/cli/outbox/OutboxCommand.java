package io.busline.cli.outbox;

import io.busline.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds the commands about the outbox of a database. */
@Command(
    name = "outbox",
    header = "Looks after the outbox and the inbox of a database.",
    footer = {
      "Examples:",
      "  busline outbox lag --database jdbc:postgresql://localhost/shop",
      "  busline outbox list --database jdbc:sqlite:shop.db",
      "  busline outbox redrive 17-4231 --database jdbc:sqlite:shop.db",
      "  busline outbox schema --for postgresql > V7__busline.sql"
    })
public final class OutboxCommand implements Runnable {
  @Spec private CommandSpec spec;

  private OutboxCommand() {}

  /**
   * The command with those that it holds.
   *
   * @param session the process they run in
   * @return the commands
   */
  public static CommandLine with(Session session) {
    return new CommandLine(new OutboxCommand())
        .addSubcommand(new OutboxListCommand(session))
        .addSubcommand(new OutboxLagCommand(session))
        .addSubcommand(new OutboxRedriveCommand(session))
        .addSubcommand(new OutboxDiscardCommand(session))
        .addSubcommand(new OutboxPruneCommand(session))
        .addSubcommand(new OutboxSchemaCommand(session));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "no command is given. Valid are: list, lag, redrive, discard, prune, schema");
  }
}
