package io.busline.cli.admin;

import io.busline.EventBus;
import io.busline.admin.TopicInfo;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.CommandException;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Terminal;
import io.busline.event.Quoted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes a topic with all its events. */
@Command(
    name = "delete",
    header = "Removes a topic with all its events.",
    description = {
      "Events that groups have not handled are gone, too. Refused while instances of a group that"
          + " reads it are connected. Its dead letters stay. The next publish, or a subscription that"
          + " names it, makes it anew. On memory, SQLite, PostgreSQL, JetStream and Kafka."
    },
    footer = {
      "Examples:",
      "  busline topics delete order --dry-run",
      "  busline topics delete order --yes --json"
    })
final class TopicsDeleteCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final BusMixin bus;

  @Parameters(paramLabel = "TOPIC", description = "The topic, as listed.")
  private String name = "";

  @Mixin private final Consent consent = new Consent();

  TopicsDeleteCommand(Session session) {
    this.terminal = session.terminal();
    this.bus = session.bus();
  }

  @Override
  public Integer call() {
    try (EventBus connected = bus.connect()) {
      TopicInfo topic = topic(connected.topics());
      String details =
          "on %s, which has %s"
              .formatted(
                  bus.place(),
                  topic.events().isPresent()
                      ? Shown.count(topic.events().getAsLong(), "event")
                      : "an unknown number of events");
      return consent.carryOut(
          terminal,
          new Consent.Target("topic " + name, details, fields(topic)),
          new Consent.Words(
              "delete",
              "deleted",
              "its events are gone for every group, and its dead letters stay"),
          () -> connected.deleteTopic(name));
    }
  }

  private TopicInfo topic(List<TopicInfo> topics) {
    return topics.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.failed(
                    "there is no topic %s on %s. List those there are: busline topics"
                        .formatted(Quoted.of(name), bus.place())));
  }

  private static Map<String, Object> fields(TopicInfo topic) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", topic.name());
    topic.events().ifPresent(events -> fields.put("events", events));
    return fields;
  }
}
