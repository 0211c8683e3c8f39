package io.busline.cli.schema;

import io.busline.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds the commands about schemas. */
@Command(
    name = "schema",
    header = "Looks after the schemas of events.",
    footer = {"Example:", "  busline schema check old/orders.proto new/orders.proto"})
public final class SchemaCommand implements Runnable {
  @Spec private CommandSpec spec;

  private SchemaCommand() {}

  /**
   * The command with those that it holds.
   *
   * @param session the process they run in
   * @return the commands
   */
  public static CommandLine with(Session session) {
    return new CommandLine(new SchemaCommand()).addSubcommand(new SchemaCheckCommand(session));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command is given. Valid is: check");
  }
}
