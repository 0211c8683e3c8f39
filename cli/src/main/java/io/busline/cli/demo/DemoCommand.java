package io.busline.cli.demo;

import io.busline.cli.command.BusMixin;
import io.busline.cli.command.CommandException;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Terminal.Paint;
import io.busline.cli.terminal.Terminal.Stream;
import io.busline.examples.shop.Shop;
import io.busline.examples.shop.ShopReport;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the bus at work. */
@Command(
    name = "demo",
    header = "Shows the bus at work: an order shop of four services.",
    description = {
      "The services order, inventory, billing and notification exchange the events of an order"
          + " shop. For every tenth order the card gateway fails and recovers on retry; one order"
          + " can never be charged and becomes a dead letter. In the end every order is accounted"
          + " for, by reading the whole bus.",
      "",
      "Started again on a bus that keeps its events, it also finishes what an earlier run left"
          + " behind, however that ended. It handles the events of any shop, so give it a bus of its own."
    },
    footer = {
      "Examples:",
      "  busline demo",
      "  busline demo --bus memory: --orders 10000",
      "  busline demo --bus sqlite:shop.db --orders 500",
      "  busline demo --bus jetstream://localhost:4222"
    })
public final class DemoCommand implements Callable<Integer> {

  /** Much longer than any retry of the shop's. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Session session;
  @Mixin private final BusMixin bus;

  @Option(
      names = "--orders",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many orders to place. Default: ${DEFAULT-VALUE}.")
  private int orders;

  /**
   * Made for one run.
   *
   * @param session the process it runs in
   */
  public DemoCommand(Session session) {
    this.session = session;
    this.bus = session.bus();
  }

  @Override
  public Integer call() {
    if (orders < 0) {
      throw CommandException.usage("--orders is %d and must be 0 or more".formatted(orders));
    }
    Terminal terminal = session.terminal();
    terminal.note("An order shop on " + bus.place());
    try (Shop shop = Shop.open(bus.url())) {
      if (!shop.can(Capability.START_POSITIONS)) {
        terminal.note("Nobody can read this bus's past, so only this run's orders are counted");
      }
      if (!shop.can(Capability.DEAD_LETTERS)) {
        terminal.note("This bus keeps no dead letters: what is given up is gone");
      }
      session.interruption().stopBy(Thread.currentThread()::interrupt);
      DemoProgress progress = new DemoProgress(terminal);
      ShopReport report = shop.run(orders, PATIENCE, progress::show);
      terminal.status("");
      return tell(report, shop::can);
    } catch (InterruptedException e) {
      terminal.status("");
      terminal.note(
          "Interrupted. It goes on where it stopped: " + session.name() + " demo" + bus.option());
      return Exit.FAILED;
    }
  }

  private int tell(ShopReport report, Predicate<Capability> can) {
    Terminal terminal = session.terminal();
    DemoReport text = new DemoReport(report, bus, session.name(), can);
    text.table().lines(terminal).forEach(terminal::line);
    terminal.line("");
    text.accounts().forEach(terminal::line);
    terminal.line("");
    if (report.isComplete()) {
      terminal.line(terminal.paint(Stream.OUT, Paint.GREEN, "Every order is accounted for."));
      terminal.line("");
      text.next().forEach(terminal::line);
      return Exit.DONE;
    }
    terminal.line(terminal.paint(Stream.OUT, Paint.RED, "Not every order is accounted for:"));
    text.problems().forEach(terminal::line);
    return Exit.FAILED;
  }
}
