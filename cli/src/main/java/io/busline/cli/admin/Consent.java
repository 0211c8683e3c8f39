package io.busline.cli.admin;

import io.busline.cli.command.CommandException;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Visible;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** What commands that change something on a bus have in common: whether really, and asking. */
final class Consent {
  @Option(names = "--dry-run", description = "Only says what would be done.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Does not ask. A script needs it.")
  private boolean yes;

  @Option(names = "--json", description = "Prints a JSON object.")
  private boolean json;

  /**
   * What something is done to, in words.
   *
   * @param name with its kind: "group billing"
   * @param details where it is, and what there is to know: "on memory:x, which has no members"
   * @param fields the same as JSON
   */
  record Target(String name, String details, Map<String, Object> fields) {}

  /**
   * What is done, in words.
   *
   * @param deed as a verb: "delete"
   * @param done as a participle: "deleted"
   * @param effect what comes of it, as a clause: "its progress is gone"
   */
  record Words(String deed, String done, String effect) {}

  /**
   * Does something, if that is meant.
   *
   * @param target to what
   * @param words what is done
   * @param action does it
   * @return the exit code
   */
  int carryOut(Terminal terminal, Target target, Words words, Runnable action) {
    String what =
        "%s %s %s: %s".formatted(words.deed(), target.name(), target.details(), words.effect());
    if (!dryRun && !yes && !terminal.isInteractive()) {
      throw CommandException.usage(
          "this would %s. Confirm it with --yes, or look first with --dry-run".formatted(what));
    }
    boolean meant =
        !dryRun && (yes || terminal.confirms(Visible.line("This would " + what + ". Go on?")));
    if (meant) {
      action.run();
    }
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>(target.fields());
      fields.put(words.done(), meant);
      terminal.line(Json.of(fields));
    } else if (meant) {
      String name = target.name();
      terminal.line(
          Visible.line(
              "%s%s is %s; %s."
                  .formatted(
                      name.substring(0, 1).toUpperCase(Locale.ROOT),
                      name.substring(1),
                      words.done(),
                      words.effect())));
    } else {
      terminal.note(Visible.line("This would " + what + ". Nothing was done."));
    }
    return meant || dryRun ? Exit.DONE : Exit.FAILED;
  }
}
