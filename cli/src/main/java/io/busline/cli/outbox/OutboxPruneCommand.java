package io.busline.cli.outbox;

import io.busline.cli.command.DatabaseMixin;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has an inbox forget what was handled long ago. */
@Command(
    name = "prune",
    header = "Has an inbox forget what was handled long ago.",
    description = {
      "Each process with an outbox does so by itself. An event that comes again after it was"
          + " forgotten is handled again."
    },
    footer = {
      "Examples:",
      "  busline outbox prune --older-than 30d --database jdbc:postgresql://localhost/shop",
      "  busline outbox prune --json --database jdbc:sqlite:shop.db"
    })
final class OutboxPruneCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final DatabaseMixin database;

  @Option(
      names = "--older-than",
      paramLabel = "DURATION",
      defaultValue = "7d",
      description = "How long ago it was handled at least. Default: ${DEFAULT-VALUE}.")
  private Duration age = Duration.ofDays(7);

  @Option(names = "--json", description = "Prints a JSON object.")
  private boolean json;

  OutboxPruneCommand(Session session) {
    this.terminal = session.terminal();
    this.database = session.database();
  }

  @Override
  public Integer call() {
    long forgotten = database.admin().prune(age);
    terminal.line(
        json ? Json.of(Map.of("forgotten", forgotten)) : "%,d forgotten.".formatted(forgotten));
    return Exit.DONE;
  }
}
