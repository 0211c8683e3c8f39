package io.busline.cli.admin;

import io.busline.EventBus;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.FromConverter;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import io.busline.event.StartPosition;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has a group begin elsewhere. */
@Command(
    name = "reset",
    header = "Has a group begin elsewhere.",
    description = {
      "Refused while instances of the group are connected. What was handled after that position is"
          + " handled again. On memory, SQLite, PostgreSQL and JetStream."
    },
    footer = {
      "Examples:",
      "  busline groups reset billing --to earliest --dry-run",
      "  busline groups reset billing --to -2h --yes",
      "  busline groups reset billing --to latest --yes --json"
    })
final class GroupsResetCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final BusMixin bus;
  @Mixin private final GroupSelection selection = new GroupSelection();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "earliest|latest|TIME",
      converter = FromConverter.class,
      description = "Where it begins: a time is ISO-8601, or how long ago, such as -10m.")
  private StartPosition start = StartPosition.earliest();

  GroupsResetCommand(Session session) {
    this.terminal = session.terminal();
    this.bus = session.bus();
  }

  @Override
  public Integer call() {
    try (EventBus connected = bus.connect()) {
      return selection.carryOut(
          terminal,
          connected,
          bus.place(),
          new Consent.Words("reset", "reset", "it begins at " + start),
          group -> connected.resetGroup(group, start));
    }
  }
}
