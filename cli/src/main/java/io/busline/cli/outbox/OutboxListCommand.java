package io.busline.cli.outbox;

import io.busline.cli.command.CommandException;
import io.busline.cli.command.DatabaseMixin;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import io.busline.outbox.OutboxLetter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the dead letters of an outbox. */
@Command(
    name = "list",
    header = "Lists events that an outbox gave up, the oldest first.",
    footer = {
      "Examples:",
      "  busline outbox list --database jdbc:postgresql://localhost/shop",
      "  busline outbox list --database jdbc:sqlite:shop.db --json | jq -r '.[].id'"
    })
final class OutboxListCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final DatabaseMixin database;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many at most. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--json", description = "Prints a JSON array.")
  private boolean json;

  OutboxListCommand(Session session) {
    this.terminal = session.terminal();
    this.database = session.database();
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw CommandException.usage("--limit is %d and must be 1 or more".formatted(limit));
    }
    List<OutboxLetter> letters = database.admin().letters(limit);
    if (json) {
      terminal.line(Json.of(letters.stream().map(OutboxLetters::fields).toList()));
    } else if (letters.isEmpty()) {
      terminal.note("No dead letters in the outbox.");
    } else {
      OutboxLetters.table(letters).lines(terminal).forEach(terminal::line);
    }
    return Exit.DONE;
  }
}
