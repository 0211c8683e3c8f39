package io.busline.cli.letters;

import io.busline.EventBus;
import io.busline.admin.DeadLetter;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Table;
import io.busline.cli.terminal.Terminal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts dead letters. */
@Command(
    name = "stats",
    header = "Counts dead letters by group, type and cause, the most first.",
    description = "A cause is the class of what the handler threw, or the reason without one.",
    footer = {
      "Examples:",
      "  busline dead-letters stats",
      "  busline dead-letters stats --group billing --since -1h",
      "  busline dead-letters stats --json | jq '.[0]'"
    })
final class DeadLettersStatsCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final BusMixin bus;
  @Mixin private final LetterFilter filter = new LetterFilter();

  @Option(names = "--json", description = "Prints a JSON array.")
  private boolean json;

  DeadLettersStatsCommand(Session session) {
    this.terminal = session.terminal();
    this.bus = session.bus();
  }

  /** What letters that are counted together have in common. */
  private record Kind(String group, String type, String cause) {}

  /** How many letters there are, and when the first and the last of them died. */
  private record Count(Kind kind, long letters, Instant oldest, Instant newest) {
    static Count of(DeadLetter letter) {
      Kind kind = new Kind(letter.group(), letter.event().type(), Letters.cause(letter));
      return new Count(kind, 1, letter.deadAt(), letter.deadAt());
    }

    Count plus(Count other) {
      return new Count(
          kind,
          letters + other.letters,
          oldest.isBefore(other.oldest) ? oldest : other.oldest,
          newest.isAfter(other.newest) ? newest : other.newest);
    }
  }

  @Override
  public Integer call() {
    Map<Kind, Count> counts = new LinkedHashMap<>();
    try (EventBus connected = bus.connect()) {
      for (DeadLetter letter : connected.deadLetters().list(filter.query(), Integer.MAX_VALUE)) {
        Count one = Count.of(letter);
        counts.merge(one.kind(), one, Count::plus);
      }
    }
    List<Count> sorted = new ArrayList<>(counts.values());
    sorted.sort(Comparator.comparingLong(Count::letters).reversed());
    if (json) {
      terminal.line(Json.of(sorted.stream().map(DeadLettersStatsCommand::fields).toList()));
    } else if (sorted.isEmpty()) {
      terminal.note("No dead letters" + (filter.isEmpty() ? "." : " that are like that."));
    } else {
      table(sorted).lines(terminal).forEach(terminal::line);
    }
    return Exit.DONE;
  }

  private static Table table(List<Count> counts) {
    Table table = new Table("LETTERS#", "GROUP", "TYPE", "CAUSE", "OLDEST#", "NEWEST#");
    for (Count count : counts) {
      table.row(
          "%,d".formatted(count.letters()),
          count.kind().group(),
          count.kind().type(),
          count.kind().cause(),
          Shown.age(count.oldest()) + " ago",
          Shown.age(count.newest()) + " ago");
    }
    return table;
  }

  private static Map<String, Object> fields(Count count) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("group", count.kind().group());
    fields.put("type", count.kind().type());
    fields.put("cause", count.kind().cause());
    fields.put("letters", count.letters());
    fields.put("oldest", count.oldest().toString());
    fields.put("newest", count.newest().toString());
    return fields;
  }
}
