package io.busline.cli.bench;

import io.busline.EventBus;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.CommandException;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import io.busline.spi.Capability;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a bus. */
@Command(
    name = "bench",
    header = "Measures how fast a bus is, and how late its events are.",
    description = {
      "Publishes events of its own in the topic "
          + Probe.TOPIC
          + " and handles them as the group of that name: first as many as the bus takes, then at a steady rate. Latency runs from the"
          + " moment when an event was due until it is handled, so an event that had to wait for"
          + " its turn counts as late, too.",
      "",
      "Topic and group stay on a bus that keeps events, and the next bench uses them again; the"
          + " events go when the bus's retention is over. One bench at a time.",
      "",
      "What the broker's own client reaches on the same machine, benchmarks/run in the source tree"
          + " measures beside Busline."
    },
    footer = {
      "Examples:",
      "  busline bench --bus sqlite:bench.db",
      "  busline bench --bus jetstream://localhost:4222 --size 1024 --rate 5000",
      "  busline bench --bus 'kafka://localhost:9092?retention=1h' --json | jq .latency.p99Micros"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int LEAST_SIZE = 100;
  private static final int MOST_SIZE = 1 << 20;
  private static final int MOST_RATE = 1_000_000;
  private static final double LEAST_SECONDS = 0.1;
  private static final double MOST_SECONDS = 3_600;

  private final Session session;
  @Mixin private final BusMixin bus;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How long each part takes. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "120",
      description = "How long an event's JSON is, from 100 bytes. Default: ${DEFAULT-VALUE}.")
  private int size;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many events a second latency is measured at. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(names = "--json", description = "Prints a JSON object.")
  private boolean json;

  /**
   * Made for one run.
   *
   * @param session the process it runs in
   */
  public BenchCommand(Session session) {
    this.session = session;
    this.bus = session.bus();
  }

  @Override
  public Integer call() {
    requireSense();
    Terminal terminal = session.terminal();
    terminal.note("Measuring " + bus.place());
    BenchProgress progress = new BenchProgress(terminal);
    session.interruption().stopBy(progress::stop);
    try (EventBus connected = bus.connect();
        Bench bench = new Bench(connected, size, seconds, progress)) {
      BenchReport report = bench.run(rate);
      terminal.status("");
      if (json) {
        terminal.line(Json.of(report.fields(bus.place())));
      } else {
        report.lines(terminal).forEach(terminal::line);
      }
      report.remarks().forEach(terminal::note);
      terminal.note(leftBehind(connected));
      return Exit.DONE;
    } catch (InterruptedException e) {
      terminal.status("");
      terminal.note(
          "Interrupted. What was published and not handled waits for the next bench: %s bench%s"
              .formatted(session.name(), bus.option()));
      return Exit.FAILED;
    }
  }

  private static String leftBehind(EventBus connected) {
    return connected.can(Capability.DURABLE)
        ? "Left on the bus: the topic %s with its events, until retention takes them, and the group %s."
            .formatted(Probe.TOPIC, Probe.TOPIC)
        : "Nothing is left on the bus.";
  }

  private void requireSense() {
    require(
        "--seconds", seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS, seconds, "0.1", 3_600);
    require("--size", size >= LEAST_SIZE && size <= MOST_SIZE, size, LEAST_SIZE, MOST_SIZE);
    require("--rate", rate >= 1 && rate <= MOST_RATE, rate, 1, MOST_RATE);
  }

  private static void require(String name, boolean sense, Object is, Object least, Object most) {
    if (!sense) {
      throw CommandException.usage(
          "%s is %s and must be from %s to %s".formatted(name, is, least, most));
    }
  }
}
