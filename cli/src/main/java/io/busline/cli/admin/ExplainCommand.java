package io.busline.cli.admin;

import io.busline.EventBus;
import io.busline.SubscriptionBuilder;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.CommandException;
import io.busline.cli.command.Exit;
import io.busline.cli.command.FromConverter;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Visible;
import io.busline.event.StartPosition;
import io.busline.spi.BrokerProvider;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what holds on a bus, or would hold for a subscription. */
@Command(
    name = "explain",
    header = "Says what holds on the bus, or for a subscription.",
    description = {
      "Without a pattern: what the broker can and cannot do, and the bounds. With one: what would"
          + " hold for a subscription to it, such as order, delivery, retries, dead letters. It"
          + " subscribes to nothing and changes nothing."
    },
    footer = {
      "Examples:",
      "  busline explain",
      "  busline explain order.created",
      "  busline explain 'order.*' --group shipping --bus sqlite:orders.db"
    })
public final class ExplainCommand implements Callable<Integer> {

  /** The column in which an explanation's values begin. */
  private static final int VALUES = 22;

  private final Terminal terminal;
  @Mixin private final BusMixin bus;

  @Parameters(
      paramLabel = "PATTERN",
      arity = "0..*",
      description = "Types or patterns, such as order.created, 'order.*' or '>'.")
  private List<String> patterns = List.of();

  @Option(
      names = "--group",
      paramLabel = "G",
      description = "The durable group. Default: none, which is a broadcast.")
  private @Nullable String group;

  @Option(
      names = "--from",
      paramLabel = "earliest|latest|TIME",
      converter = FromConverter.class,
      description = "Where to begin. Default: earliest for a group, latest for a broadcast.")
  private @Nullable StartPosition from;

  /**
   * Made for one run.
   *
   * @param session the process it runs in
   */
  public ExplainCommand(Session session) {
    this.terminal = session.terminal();
    this.bus = session.bus();
  }

  @Override
  public Integer call() {
    if (patterns.isEmpty() && (group != null || from != null)) {
      throw CommandException.usage(
          "--group and --from are about a subscription. Say what it receives, such as"
              + " order.created");
    }
    String explanation = patterns.isEmpty() ? bus() : subscription();
    explanation
        .lines()
        .forEach(line -> terminal.line(Shown.wrapped(terminal, Visible.line(line), VALUES)));
    return Exit.DONE;
  }

  private String bus() {
    try (EventBus connected = bus.connect()) {
      return connected.explain();
    }
  }

  private String subscription() {
    BrokerProvider provider = bus.provider().orElse(null);
    if (provider == null) {
      return bus();
    }
    try (Rehearsal rehearsal = Rehearsal.on(provider, bus.url());
        EventBus connected = EventBus.builder(rehearsal).connect()) {
      SubscriptionBuilder builder =
          group == null ? connected.broadcast() : connected.subscription(group);
      patterns.forEach(pattern -> builder.onPattern(pattern, byte[].class, event -> {}));
      if (from != null) {
        builder.from(from);
      }
      return builder.subscribe().explain();
    }
  }
}
