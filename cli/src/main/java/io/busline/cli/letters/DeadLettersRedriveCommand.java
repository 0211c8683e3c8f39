package io.busline.cli.letters;

import io.busline.DeadLetters;
import io.busline.EventBus;
import io.busline.RedriveOptions;
import io.busline.RedriveReport;
import io.busline.admin.DeadLetterQuery;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Visible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has dead letters handled again. */
@Command(
    name = "redrive",
    header = "Has dead letters handled again.",
    description = {
      "Each is handled by its own group and no other, with a fresh count of attempts. Interrupted,"
          + " it can be done again: nothing is lost."
    },
    footer = {
      "Examples:",
      "  busline dead-letters redrive 0f3c9a1b2d4e5f60",
      "  busline dead-letters redrive --group billing --dry-run",
      "  busline dead-letters redrive --group billing --rate 50",
      "  busline dead-letters redrive 0f3c --json | jq .redriven",
      "  busline dead-letters redrive --yes"
    })
final class DeadLettersRedriveCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final BusMixin bus;
  @Mixin private final LetterSelection selection = new LetterSelection();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "How many a second at most. Default: as fast as they are confirmed.")
  private int rate;

  DeadLettersRedriveCommand(Session session) {
    this.terminal = session.terminal();
    this.bus = session.bus();
  }

  @Override
  public Integer call() {
    RedriveOptions options = new RedriveOptions(false, rate);
    try (EventBus connected = bus.connect()) {
      DeadLetters letters = connected.deadLetters();
      return selection.carryOut(
          terminal,
          letters,
          new LetterSelection.Deed("Redrive", bus.place()),
          fields(0, List.of()),
          queries -> redrive(letters, queries, options));
    }
  }

  private int redrive(DeadLetters letters, List<DeadLetterQuery> queries, RedriveOptions options) {
    int redriven = 0;
    List<RedriveReport.Failure> failures = new ArrayList<>();
    for (DeadLetterQuery query : queries) {
      RedriveReport report = letters.redrive(query, options);
      redriven += report.redriven();
      failures.addAll(report.failures());
    }
    failures.forEach(this::tell);
    terminal.line(
        selection.json()
            ? Json.of(fields(redriven, failures))
            : "%,d redriven, %,d failed. Each group handles its own as soon as it runs."
                .formatted(redriven, failures.size()));
    return failures.isEmpty() ? Exit.DONE : Exit.FAILED;
  }

  private static Map<String, Object> fields(int redriven, List<RedriveReport.Failure> failures) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("redriven", redriven);
    fields.put("failed", failures.size());
    fields.put("failures", failures.stream().map(DeadLettersRedriveCommand::fields).toList());
    return fields;
  }

  private static Map<String, Object> fields(RedriveReport.Failure failure) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", failure.letter().id());
    fields.put("group", failure.letter().group());
    fields.put("cause", String.valueOf(failure.cause().getMessage()));
    return fields;
  }

  private void tell(RedriveReport.Failure failure) {
    terminal.note(
        Visible.line(
            "letter %s of group %s stays where it is: %s"
                .formatted(
                    failure.letter().id(),
                    failure.letter().group(),
                    failure.cause().getMessage())));
  }
}
