package io.busline.cli.admin;

import io.busline.EventBus;
import io.busline.admin.TopicInfo;
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

/** Lists topics. */
@Command(
    name = "topics",
    header = "Lists the topics, with how many events each retains; deletes one.",
    footer = {
      "Examples:",
      "  busline topics",
      "  busline topics delete order --dry-run",
      "  busline topics --bus sqlite:orders.db --json | jq '.[].name'"
    })
public final class TopicsCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final BusMixin bus;

  @Option(names = "--json", description = "Prints a JSON array.")
  private boolean json;

  private TopicsCommand(Session session) {
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
    return new CommandLine(new TopicsCommand(session))
        .addSubcommand(new TopicsDeleteCommand(session));
  }

  @Override
  public Integer call() {
    List<TopicInfo> topics;
    try (EventBus connected = bus.connect()) {
      topics = connected.topics();
    }
    if (json) {
      terminal.line(Json.of(topics.stream().map(TopicsCommand::fields).toList()));
    } else if (topics.isEmpty()) {
      terminal.note("No topics on %s yet: nothing was published.".formatted(bus.place()));
    } else {
      table(topics).lines(terminal).forEach(terminal::line);
    }
    return Exit.DONE;
  }

  private static Table table(List<TopicInfo> topics) {
    Table table = new Table("TOPIC", "EVENTS#", "NEWEST#", "TYPES");
    for (TopicInfo topic : topics) {
      table.row(
          topic.name(),
          topic.events().isPresent() ? "%,d".formatted(topic.events().getAsLong()) : "?",
          topic.newest().map(time -> Shown.age(time) + " ago").orElse("–"),
          String.join(", ", topic.types()));
    }
    return table;
  }

  private static Map<String, Object> fields(TopicInfo topic) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", topic.name());
    topic.events().ifPresent(events -> fields.put("events", events));
    topic.newest().ifPresent(newest -> fields.put("newest", newest.toString()));
    fields.put("types", topic.types());
    return fields;
  }
}
