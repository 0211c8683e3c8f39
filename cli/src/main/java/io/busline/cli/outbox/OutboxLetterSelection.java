package io.busline.cli.outbox;

import io.busline.cli.command.CommandException;
import io.busline.cli.command.Exit;
import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Terminal;
import io.busline.outbox.OutboxAdmin;
import io.busline.outbox.OutboxLetter;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters of an outbox a command changes, whether really, and asking. */
final class OutboxLetterSelection {
  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "The letters' ids, as listed. Default: all.")
  private List<String> ids = List.of();

  @Option(names = "--dry-run", description = "Only lists them.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Does not ask. A script needs it to mean all letters.")
  private boolean yes;

  /**
   * Does something to the letters that are meant, one after another.
   *
   * @param deed what is done to them, as a verb: "Redrive"
   * @param done what was done, as a participle: "redriven"
   * @param action does it to the letter of an id; false if that is not there
   */
  int carryOut(
      Terminal terminal, OutboxAdmin admin, String deed, String done, Predicate<String> action) {
    List<OutboxLetter> meant =
        admin.letters(Integer.MAX_VALUE).stream()
            .filter(letter -> ids.isEmpty() || ids.contains(letter.id()))
            .toList();
    if (meant.isEmpty()) {
      terminal.note("No dead letters of the outbox are meant by that.");
      return ids.isEmpty() ? Exit.DONE : Exit.FAILED;
    }
    if (dryRun) {
      OutboxLetters.table(meant).lines(terminal).forEach(terminal::line);
      terminal.note(Shown.count(meant.size(), "dead letter") + "; nothing was done.");
      return Exit.DONE;
    }
    if (!isMeant(terminal, deed, meant.size())) {
      terminal.note("Nothing was done.");
      return Exit.FAILED;
    }
    long changed = meant.stream().filter(letter -> action.test(letter.id())).count();
    terminal.line("%,d %s.".formatted(changed, done));
    return ids.size() > changed ? Exit.FAILED : Exit.DONE;
  }

  /** Whether to go on: ids are clear; all never is, unless somebody can be asked. */
  private boolean isMeant(Terminal terminal, String deed, int count) {
    if (yes || !ids.isEmpty()) {
      return true;
    }
    String what = "%s all %s".formatted(deed, Shown.count(count, "dead letter"));
    if (terminal.isInteractive()) {
      return terminal.confirms(what + "?");
    }
    throw CommandException.usage(
        "this would %s. Say which by ids, or confirm it with --yes"
            .formatted(what.substring(0, 1).toLowerCase(Locale.ROOT) + what.substring(1)));
  }
}
