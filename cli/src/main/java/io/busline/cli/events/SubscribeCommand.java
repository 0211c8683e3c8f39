package io.busline.cli.events;

import io.busline.EventBus;
import io.busline.Subscription;
import io.busline.SubscriptionBuilder;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.CommandException;
import io.busline.cli.command.FromConverter;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import io.busline.event.Ordering;
import io.busline.event.StartPosition;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints events as they come. */
@Command(
    name = "subscribe",
    header = "Prints events as they come.",
    description = {
      "In a pattern * stands for one segment and > for the rest. Without a group it only watches"
          + " and takes nothing from anybody; with one it is a member of the group, and what it"
          + " prints counts as handled."
    },
    footer = {
      "Examples:",
      "  busline subscribe 'order.>'",
      "  busline subscribe '>' --from earliest --idle 1s --output ndjson > all.ndjson",
      "  busline subscribe order.created --group audit --count 10",
      "  busline subscribe order.created --from -10m --output data | jq .orderId",
      "  busline subscribe 'order.>' --from earliest --output ndjson | head -1",
      "",
      "Exit code 3 if fewer events came than --count asks for."
    })
public final class SubscribeCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final BusMixin bus;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATTERN",
      description = "Types or patterns, such as order.created, 'order.*' or '>'.")
  private List<String> patterns = List.of();

  @Option(
      names = "--group",
      paramLabel = "G",
      description = "The durable group to be a member of. It goes on where it stopped.")
  private @Nullable String group;

  @Option(
      names = "--from",
      paramLabel = "earliest|latest|TIME",
      converter = FromConverter.class,
      description = {
        "Where to begin: a time is ISO-8601, or how long ago, such as -10m.",
        "Default: latest; for a group that is new, earliest."
      })
  private @Nullable StartPosition from;

  @Option(names = "--count", paramLabel = "N", description = "Stops after N events.")
  private @Nullable Long count;

  @Option(
      names = "--idle",
      paramLabel = "DURATION",
      description = "Stops when no event has come for so long, such as 500ms or 10s.")
  private @Nullable Duration idle;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "pretty",
      converter = Output.Converter.class,
      description = {
        "pretty: for people. ndjson: one CloudEvent as JSON a line. data: the data alone.",
        "Default: ${DEFAULT-VALUE}."
      })
  private Output output = Output.PRETTY;

  /**
   * Made for one run.
   *
   * @param session the process it runs in
   */
  public SubscribeCommand(Session session) {
    this.session = session;
    this.bus = session.bus();
  }

  @Override
  public Integer call() throws InterruptedException {
    if (count != null && count < 1) {
      throw CommandException.usage("--count is %d and must be 1 or more".formatted(count));
    }
    // Before anything is printed, for the first event may be all that somebody wants to read.
    Optional<Readers> readers = Readers.ofStandardOutput();
    Terminal terminal = session.terminal();
    Watch watch = new Watch(output.printer(terminal), count);
    session.interruption().stopBy(watch::stop);
    try (EventBus connected = bus.builder().listener(new OutageNotes(terminal)).connect()) {
      receive(connected, watch, readers);
    }
    return watch.result(terminal);
  }

  private void receive(EventBus connected, Watch watch, Optional<Readers> readers)
      throws InterruptedException {
    Terminal terminal = session.terminal();
    boolean known =
        connected.can(Capability.LISTING)
            && connected.groups().stream().anyMatch(g -> g.name().equals(group));
    try (Subscription subscription = subscription(connected, watch).subscribe()) {
      watch.started(subscription);
      if (known && from != null) {
        terminal.note("Group %s was here before and goes on where it stopped.".formatted(group));
      }
      terminal.note(
          "Receiving %s on %s%s"
              .formatted(
                  String.join(", ", patterns),
                  bus.place(),
                  group == null ? "" : " as a member of group " + group));
      watch.await(idle, readers);
    }
  }

  private SubscriptionBuilder subscription(EventBus connected, Watch watch) {
    SubscriptionBuilder builder =
        group == null ? connected.broadcast() : connected.subscription(group);
    patterns.forEach(pattern -> builder.onPattern(pattern, byte[].class, watch));
    if (from != null) {
      builder.from(from);
    }
    if (!connected.can(Capability.DEAD_LETTERS)) {
      builder.discardFailed();
    }
    if (group == null) {
      builder.ordering(Ordering.NONE);
    } else if (count != null) {
      // What is not printed stays with the group, untouched, so not one more is taken.
      builder.prefetch(1);
    }
    return builder;
  }
}
