package io.busline.cli.outbox;

import io.busline.cli.command.DatabaseMixin;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import io.busline.outbox.OutboxAdmin;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes what an outbox gave up for good. */
@Command(
    name = "discard",
    header = "Removes what an outbox gave up for good.",
    description = "Nobody will see these events.",
    footer = {
      "Examples:",
      "  busline outbox discard 17-4231 --database jdbc:sqlite:shop.db",
      "  busline outbox discard --yes --json --database jdbc:postgresql://localhost/shop"
    })
final class OutboxDiscardCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final DatabaseMixin database;
  @Mixin private final OutboxLetterSelection selection = new OutboxLetterSelection();

  OutboxDiscardCommand(Session session) {
    this.terminal = session.terminal();
    this.database = session.database();
  }

  @Override
  public Integer call() {
    OutboxAdmin admin = database.admin();
    return selection.carryOut(
        terminal,
        admin,
        new OutboxLetterSelection.Deed("Discard", "discarded", " for good"),
        admin::discard);
  }
}
