package io.busline.cli.outbox;

import io.busline.cli.command.CommandException;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Terminal;
import io.busline.outbox.OutboxAdmin;
import io.busline.outbox.OutboxLetter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters of an outbox a command changes, whether really, and asking. */
final class OutboxLetterSelection {
  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "The ids of letters or their events, or how these begin. Default: all.")
  private List<String> ids = List.of();

  @Option(names = "--dry-run", description = "Only lists them.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Does not ask. A script needs it to mean all letters.")
  private boolean yes;

  @Option(
      names = "--json",
      description = "Prints JSON: what was done, or the letters of a dry run.")
  private boolean json;

  /**
   * What is done to letters, in words.
   *
   * @param verb with a capital: "Redrive"
   * @param done as a participle, which names the number in JSON: "redriven"
   * @param effect what follows the participle in text: "; a relay publishes them"
   */
  record Deed(String verb, String done, String effect) {}

  /**
   * Does something to the letters that are meant, one after another.
   *
   * @param deed what is done to them
   * @param action does it to the letter of an id; false if that is not there
   */
  int carryOut(Terminal terminal, OutboxAdmin admin, Deed deed, Predicate<String> action) {
    List<OutboxLetter> all = admin.letters(Integer.MAX_VALUE);
    OutboxLetterIds letters = new OutboxLetterIds(all);
    List<OutboxLetter> meant =
        ids.isEmpty()
            ? all
            : ids.stream().flatMap(id -> letters.find(id).stream()).distinct().toList();
    boolean isAnyMissing = ids.stream().anyMatch(id -> letters.find(id).isEmpty());
    if (meant.isEmpty()) {
      terminal.note("No dead letters of the outbox are meant by that.");
    }
    if (dryRun) {
      list(terminal, meant);
      return isAnyMissing ? Exit.FAILED : Exit.DONE;
    }
    if (!meant.isEmpty() && !isMeant(terminal, deed.verb(), meant.size())) {
      terminal.note("Nothing was done.");
      return Exit.FAILED;
    }
    long changed = meant.stream().filter(letter -> action.test(letter.id())).count();
    if (json) {
      terminal.line(Json.of(Map.of(deed.done(), changed)));
    } else if (!meant.isEmpty()) {
      terminal.line("%,d %s%s.".formatted(changed, deed.done(), deed.effect()));
    }
    return isAnyMissing || changed < meant.size() ? Exit.FAILED : Exit.DONE;
  }

  private void list(Terminal terminal, List<OutboxLetter> meant) {
    if (json) {
      terminal.line(Json.of(meant.stream().map(OutboxLetters::fields).toList()));
    } else if (!meant.isEmpty()) {
      OutboxLetters.table(meant).lines(terminal).forEach(terminal::line);
    }
    terminal.note(Shown.count(meant.size(), "dead letter") + "; nothing was done.");
  }

  /** Whether to go on: ids are clear; all never is, unless somebody can be asked. */
  private boolean isMeant(Terminal terminal, String verb, int count) {
    if (yes || !ids.isEmpty()) {
      return true;
    }
    String what = "%s all %s".formatted(verb, Shown.count(count, "dead letter"));
    if (terminal.isInteractive()) {
      return terminal.confirms(what + "?");
    }
    throw CommandException.usage(
        "this would %s. Say which by ids, or confirm it with --yes"
            .formatted(what.substring(0, 1).toLowerCase(Locale.ROOT) + what.substring(1)));
  }
}
