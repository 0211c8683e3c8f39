package io.busline.cli.admin;

import io.busline.EventBus;
import io.busline.admin.GroupInfo;
import io.busline.cli.command.CommandException;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Visible;
import io.busline.event.Quoted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a command that changes a group has in common: which, whether really, and asking. */
final class GroupSelection {
  @Parameters(paramLabel = "GROUP", description = "The group, as listed.")
  private String name = "";

  @Option(names = "--dry-run", description = "Only says what would be done.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Does not ask. A script needs it.")
  private boolean yes;

  @Option(names = "--json", description = "Prints a JSON object.")
  private boolean json;

  /** What is done to the group. */
  @FunctionalInterface
  interface Deed {
    void to(String group);
  }

  /**
   * What is done to a group, in words.
   *
   * @param deed as a verb: "delete"
   * @param done as a participle: "deleted"
   * @param effect what comes of it, as a clause: "its progress is gone"
   */
  record Words(String deed, String done, String effect) {}

  /**
   * Does something to the group.
   *
   * @param place the bus
   * @param words what is done, in words
   * @param action does it
   */
  int carryOut(Terminal terminal, EventBus bus, String place, Words words, Deed action) {
    GroupInfo group = group(bus.groups(), place);
    String what =
        "%s group %s on %s, which has %s and %s to handle"
            .formatted(
                words.deed(),
                name,
                place,
                Shown.count(group.members(), "member"),
                group.lag().isPresent()
                    ? Shown.count(group.lag().getAsLong(), "event")
                    : "an unknown number of events");
    if (!dryRun && !yes && !terminal.isInteractive()) {
      throw CommandException.usage(
          "this would %s: %s. Confirm it with --yes, or look first with --dry-run"
              .formatted(what, words.effect()));
    }
    boolean meant =
        !dryRun
            && (yes
                || terminal.confirms(
                    Visible.line("This would " + what + ": " + words.effect() + ". Go on?")));
    if (meant) {
      action.to(name);
    }
    if (json) {
      terminal.line(Json.of(fields(group, words.done(), meant)));
    } else if (meant) {
      terminal.line(
          Visible.line("Group %s is %s; %s.".formatted(name, words.done(), words.effect())));
    } else {
      terminal.note(
          Visible.line("This would " + what + ": " + words.effect() + ". Nothing was done."));
    }
    return meant || dryRun ? Exit.DONE : Exit.FAILED;
  }

  private GroupInfo group(List<GroupInfo> groups, String place) {
    return groups.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.failed(
                    "there is no group %s on %s. List those there are: busline groups"
                        .formatted(Quoted.of(name), place)));
  }

  private static Map<String, Object> fields(GroupInfo group, String done, boolean meant) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", group.name());
    fields.put("members", group.members());
    group.lag().ifPresent(lag -> fields.put("lag", lag));
    fields.put(done, meant);
    return fields;
  }
}
