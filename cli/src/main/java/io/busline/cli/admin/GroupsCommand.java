package io.busline.cli.admin;

import io.busline.EventBus;
import io.busline.admin.GroupInfo;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Table;
import io.busline.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists groups. */
@Command(
    name = "groups",
    header = "Lists the durable groups, with their lag and dead letters; changes one.",
    description = {
      "Lag is how many events a group has yet to handle, and oldest how long the first of them has"
          + " waited, on memory, SQLite, PostgreSQL and JetStream; members are its instances that"
          + " are connected now."
    },
    footer = {
      "Examples:",
      "  busline groups",
      "  busline groups reset billing --to -2h --dry-run",
      "  busline groups pause billing --yes",
      "  busline groups --json | jq '.[] | select(.lag > 1000) | .name'"
    })
public final class GroupsCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final BusMixin bus;

  @Option(names = "--json", description = "Prints a JSON array.")
  private boolean json;

  private GroupsCommand(Session session) {
    this.terminal = session.terminal();
    this.bus = session.bus();
  }

  /**
   * The command with those that it holds.
   *
   * @param session the process they run in
   * @return the commands
   */
  public static CommandLine with(Session session) {
    return new CommandLine(new GroupsCommand(session))
        .addSubcommand(new GroupsDeleteCommand(session))
        .addSubcommand(new GroupsPauseCommand(session))
        .addSubcommand(new GroupsResumeCommand(session))
        .addSubcommand(new GroupsResetCommand(session));
  }

  @Override
  public Integer call() {
    List<GroupInfo> groups;
    try (EventBus connected = bus.connect()) {
      groups = connected.groups();
    }
    if (json) {
      terminal.line(Json.of(groups.stream().map(GroupsCommand::fields).toList()));
    } else if (groups.isEmpty()) {
      terminal.note("No groups on %s yet: nobody has subscribed with one.".formatted(bus.place()));
    } else {
      table(groups).lines(terminal).forEach(terminal::line);
    }
    return Exit.DONE;
  }

  private static Table table(List<GroupInfo> groups) {
    Table table =
        new Table("GROUP", "MEMBERS#", "LAG#", "OLDEST#", "DEAD LETTERS#", "PAUSED#", "READS");
    for (GroupInfo group : groups) {
      table.row(
          group.name(),
          "%,d".formatted(group.members()),
          group.lag().isPresent() ? "%,d".formatted(group.lag().getAsLong()) : "?",
          oldest(group),
          "%,d".formatted(group.deadLetters()),
          group.paused().map(since -> Shown.age(since) + " ago").orElse("–"),
          String.join(", ", group.patterns()));
    }
    return table;
  }

  private static String oldest(GroupInfo group) {
    boolean nothingWaits = group.lag().orElse(-1) == 0;
    return group.oldest().map(Shown::age).orElse(nothingWaits ? "–" : "?");
  }

  private static Map<String, Object> fields(GroupInfo group) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", group.name());
    fields.put("patterns", group.patterns());
    fields.put("members", group.members());
    group.lag().ifPresent(lag -> fields.put("lag", lag));
    group.oldest().ifPresent(oldest -> fields.put("oldest", oldest.toString()));
    fields.put("deadLetters", group.deadLetters());
    group.paused().ifPresent(since -> fields.put("paused", since.toString()));
    return fields;
  }
}
