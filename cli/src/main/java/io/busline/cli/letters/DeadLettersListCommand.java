package io.busline.cli.letters;

import io.busline.EventBus;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.CommandException;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists dead letters. */
@Command(
    name = "list",
    header = "Lists dead letters, the oldest first.",
    footer = {
      "Examples:",
      "  busline dead-letters list",
      "  busline dead-letters list --group billing --since -1h",
      "  busline dead-letters list --reason undecodable --json | jq -r '.[].id'"
    })
final class DeadLettersListCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final BusMixin bus;
  @Mixin private final LetterFilter filter = new LetterFilter();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many at most. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--json", description = "Prints a JSON array.")
  private boolean json;

  DeadLettersListCommand(Session session) {
    this.session = session;
    this.bus = session.bus();
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw CommandException.usage("--limit is %d and must be 1 or more".formatted(limit));
    }
    Terminal terminal = session.terminal();
    DeadLetterQuery query = filter.query();
    List<DeadLetter> letters;
    try (EventBus connected = bus.connect()) {
      letters = connected.deadLetters().list(query, limit);
    }
    if (json) {
      terminal.line(Json.of(letters.stream().map(Letters::fields).toList()));
    } else if (letters.isEmpty()) {
      terminal.note("No dead letters" + (filter.isEmpty() ? "." : " that are like that."));
    } else {
      Letters.table(letters).lines(terminal).forEach(terminal::line);
    }
    if (letters.size() == limit) {
      terminal.note("There may be more: these are the first %,d. See --limit.".formatted(limit));
    }
    return Exit.DONE;
  }
}
