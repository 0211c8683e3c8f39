package io.busline.cli;

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
final class OutboxCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "no command is given. Valid are: list, lag, redrive, discard, prune, schema");
  }
}
