package io.busline.cli.admin;

import io.busline.EventBus;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes a group that nobody needs any more. */
@Command(
    name = "delete",
    header = "Removes a group that nobody needs any more.",
    description = {
      "Refused while instances of the group are connected. Its dead letters stay. A subscription with"
          + " its name founds it anew. On memory, SQLite, PostgreSQL and JetStream."
    },
    footer = {
      "Examples:",
      "  busline groups delete billing --dry-run",
      "  busline groups delete billing --yes --json"
    })
final class GroupsDeleteCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final BusMixin bus;
  @Mixin private final GroupSelection selection = new GroupSelection();

  GroupsDeleteCommand(Session session) {
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
          new Consent.Words("delete", "deleted", "its progress is gone, and its dead letters stay"),
          connected::deleteGroup);
    }
  }
}
