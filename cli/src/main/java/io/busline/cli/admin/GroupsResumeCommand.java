package io.busline.cli.admin;

import io.busline.EventBus;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends the pause of a group. */
@Command(
    name = "resume",
    header = "Ends the pause of a group.",
    description = {
      "Its instances go on where they stopped. They notice it at once where they can be told, and"
          + " within half a lease otherwise. On memory, SQLite, PostgreSQL and JetStream."
    },
    footer = {
      "Examples:",
      "  busline groups resume billing",
      "  busline groups resume billing --yes --json"
    })
final class GroupsResumeCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final BusMixin bus;
  @Mixin private final GroupSelection selection = new GroupSelection();

  GroupsResumeCommand(Session session) {
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
          new Consent.Words("resume", "resumed", "its instances go on where they stopped"),
          connected::resumeGroup);
    }
  }
}
