package io.busline.cli.admin;

import io.busline.EventBus;
import io.busline.admin.GroupInfo;
import io.busline.cli.command.CommandException;
import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Terminal;
import io.busline.event.Quoted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a command that changes a group has in common: which, whether really, and asking. */
final class GroupSelection {
  @Parameters(paramLabel = "GROUP", description = "The group, as listed.")
  private String name = "";

  @Mixin private final Consent consent = new Consent();

  /**
   * Does something to the group.
   *
   * @param place the bus
   * @param words what is done, in words
   * @param action does it to the group of a name
   */
  int carryOut(
      Terminal terminal, EventBus bus, String place, Consent.Words words, Consumer<String> action) {
    GroupInfo group = group(bus.groups(), place);
    String details =
        "on %s, which has %s and %s to handle"
            .formatted(
                place,
                Shown.count(group.members(), "member"),
                group.lag().isPresent()
                    ? Shown.count(group.lag().getAsLong(), "event")
                    : "an unknown number of events");
    return consent.carryOut(
        terminal,
        new Consent.Target("group " + name, details, fields(group)),
        words,
        () -> action.accept(name));
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

  private static Map<String, Object> fields(GroupInfo group) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", group.name());
    fields.put("members", group.members());
    group.lag().ifPresent(lag -> fields.put("lag", lag));
    return fields;
  }
}
