package io.busline.cli.letters;

import io.busline.DeadLetters;
import io.busline.EventBus;
import io.busline.admin.DeadLetterQuery;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes dead letters. */
@Command(
    name = "discard",
    header = "Removes dead letters for good.",
    footer = {
      "Examples:",
      "  busline dead-letters discard 0f3c9a1b2d4e5f60",
      "  busline dead-letters discard --group billing --reason undecodable --dry-run",
      "  busline dead-letters discard --yes --json"
    })
final class DeadLettersDiscardCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final BusMixin bus;
  @Mixin private final LetterSelection selection = new LetterSelection();

  DeadLettersDiscardCommand(Session session) {
    this.terminal = session.terminal();
    this.bus = session.bus();
  }

  @Override
  public Integer call() {
    try (EventBus connected = bus.connect()) {
      DeadLetters letters = connected.deadLetters();
      return selection.carryOut(
          terminal,
          letters,
          new LetterSelection.Deed("Remove", bus.place()),
          fields(0),
          queries -> discard(letters, queries));
    }
  }

  private int discard(DeadLetters letters, List<DeadLetterQuery> queries) {
    int discarded = queries.stream().mapToInt(letters::discard).sum();
    terminal.line(
        selection.json()
            ? Json.of(fields(discarded))
            : "%,d removed for good.".formatted(discarded));
    return Exit.DONE;
  }

  private static Map<String, Object> fields(int discarded) {
    return Map.of("discarded", discarded);
  }
}
