package io.busline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds the commands about schemas. */
@Command(
    name = "schema",
    header = "Looks after the schemas of events.",
    footer = {"Example:", "  busline schema check old/orders.proto new/orders.proto"})
final class SchemaCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command is given. Valid is: check");
  }
}
