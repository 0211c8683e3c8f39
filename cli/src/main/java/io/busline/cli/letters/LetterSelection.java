package io.busline.cli.letters;

import io.busline.DeadLetters;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.cli.command.CommandException;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command that changes dead letters has in common: which, whether really, and asking. */
final class LetterSelection {
  @Mixin private final LetterFilter filter = new LetterFilter();

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "The ids of letters or their events, or how these begin.")
  private List<String> ids = List.of();

  @Option(names = "--dry-run", description = "Only lists them.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Does not ask. A script needs it to mean all letters.")
  private boolean yes;

  @Option(
      names = "--json",
      description = "Prints JSON: what was done, or the letters of a dry run.")
  private boolean json;

  /** Whether the outcome is wanted as JSON. */
  boolean json() {
    return json;
  }

  /**
   * What is done to letters.
   *
   * @param verb in a word: "Redrive"
   * @param place the bus
   */
  record Deed(String verb, String place) {}

  /**
   * Does something to the letters that are meant.
   *
   * @param what what is done to them
   * @param nothing the JSON that says that nothing was done
   * @param action does it, and says the exit code
   */
  int carryOut(
      Terminal terminal,
      DeadLetters letters,
      Deed what,
      Map<String, Object> nothing,
      ToIntFunction<List<DeadLetterQuery>> action) {
    List<DeadLetterQuery> queries = filter.queries(new LetterIds(letters).resolved(ids));
    List<DeadLetter> meant = new ArrayList<>();
    queries.forEach(query -> meant.addAll(letters.list(query, Integer.MAX_VALUE)));
    if (meant.isEmpty()) {
      terminal.note("No dead letters on %s are meant by that.".formatted(what.place()));
      if (json) {
        terminal.line(dryRun ? Json.of(List.of()) : Json.of(nothing));
      }
      return ids.isEmpty() ? Exit.DONE : Exit.FAILED;
    }
    if (dryRun) {
      if (json) {
        terminal.line(Json.of(meant.stream().map(Letters::fields).toList()));
      } else {
        Letters.table(meant).lines(terminal).forEach(terminal::line);
      }
      terminal.note(Shown.count(meant.size(), "dead letter") + "; nothing was done.");
      return Exit.DONE;
    }
    if (!isMeant(terminal, what, meant.size())) {
      terminal.note("Nothing was done.");
      return Exit.FAILED;
    }
    return action.applyAsInt(queries);
  }

  /** Whether to go on: ids are clear; filters are, unless somebody can be asked; all never is. */
  private boolean isMeant(Terminal terminal, Deed deed, int count) {
    if (yes || !ids.isEmpty()) {
      return true;
    }
    String letters =
        filter.isEmpty() && count > 1
            ? "all " + Shown.count(count, "dead letter")
            : Shown.count(count, "dead letter");
    String what = "%s %s on %s".formatted(deed.verb(), letters, deed.place());
    if (terminal.isInteractive()) {
      return terminal.confirms(what + "?");
    }
    if (filter.isEmpty()) {
      throw CommandException.usage(
          "this would %s. Say which by ids or filters, or confirm it with --yes"
              .formatted(what.substring(0, 1).toLowerCase(Locale.ROOT) + what.substring(1)));
    }
    return true;
  }
}
