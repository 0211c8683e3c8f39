package io.busline.cli.admin;

import io.busline.EventBus;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Has all instances of a group rest. */
@Command(
    name = "pause",
    header = "Has all instances of a group rest.",
    description = {
      "They take no more events, and finish what their handlers have begun; those that come later"
          + " rest, too, until the group is resumed. They notice it at once where they can be told, and"
          + " within half a lease otherwise. On memory, SQLite, PostgreSQL and JetStream."
    },
    footer = {
      "Examples:",
      "  busline groups pause billing --dry-run",
      "  busline groups pause billing --yes --json"
    })
final class GroupsPauseCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final BusMixin bus;
  @Mixin private final GroupSelection selection = new GroupSelection();

  GroupsPauseCommand(Session session) {
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
          new Consent.Words(
              "pause", "paused", "its instances take no more events until it is resumed"),
          connected::pauseGroup);
    }
  }
}
