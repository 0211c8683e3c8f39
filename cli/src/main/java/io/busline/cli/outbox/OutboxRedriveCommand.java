package io.busline.cli.outbox;

import io.busline.cli.command.DatabaseMixin;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import io.busline.outbox.OutboxAdmin;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Has an outbox publish again what it gave up. */
@Command(
    name = "redrive",
    header = "Has an outbox publish again what it gave up.",
    description =
        "Each is published after what of its key waits by now, with a fresh count of attempts.",
    footer = {
      "Examples:",
      "  busline outbox redrive 17-4231 --database jdbc:sqlite:shop.db",
      "  busline outbox redrive 17-42 --dry-run --json --database jdbc:sqlite:shop.db",
      "  busline outbox redrive --yes --database jdbc:postgresql://localhost/shop"
    })
final class OutboxRedriveCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final DatabaseMixin database;
  @Mixin private final OutboxLetterSelection selection = new OutboxLetterSelection();

  OutboxRedriveCommand(Session session) {
    this.terminal = session.terminal();
    this.database = session.database();
  }

  @Override
  public Integer call() {
    OutboxAdmin admin = database.admin();
    return selection.carryOut(
        terminal,
        admin,
        new OutboxLetterSelection.Deed(
            "Redrive", "redriven", "; a relay publishes them as soon as it runs"),
        admin::redrive);
  }
}
