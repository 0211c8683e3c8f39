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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
          + " behind, however that ended. It handles the events of any shop, so give it a bus of its own.",
      "",
      "With --outbox, the service order keeps its orders in a table, and its events go through an"
          + " outbox in the same transactions. In the end the table and the events must agree, also"
          + " if an earlier run was killed in the middle."
    },
    footer = {
      "Examples:",
      "  busline demo",
      "  busline demo --bus memory: --orders 10000",
      "  busline demo --bus sqlite:shop.db --orders 500",
      "  busline demo --bus jetstream://localhost:4222",
      "  busline demo --bus postgres://shop@localhost/shop",
      "  busline demo --outbox",
      "  busline demo --outbox --database jdbc:postgresql://localhost/shop"
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

  @Option(
      names = "--outbox",
      description = "Keeps the orders in a table, and publishes through an outbox.")
  private boolean outbox;

  @Option(
      names = "--database",
      paramLabel = "JDBC-URL",
      description = {
        "Where that table is. Default: $BUSLINE_DATABASE, else a SQLite file for each bus, beside",
        "the default bus. User and password as in busline outbox."
      })
  private @Nullable String database;

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
    if (database != null && !outbox) {
      throw CommandException.usage("--database is of use with --outbox only. Add --outbox");
    }
    if (!outbox) {
      session.terminal().note("An order shop on " + bus.place());
      return run(() -> Shop.open(bus.url()));
    }
    try (DemoDatabase opened = DemoDatabase.open(database, session.environment(), bus)) {
      session
          .terminal()
          .note("An order shop on %s, its orders in %s".formatted(bus.place(), opened.place()));
      return run(() -> Shop.open(bus.url(), opened.dataSource()));
    }
  }

  private int run(Supplier<Shop> opening) {
    Terminal terminal = session.terminal();
    try (Shop shop = opening.get()) {
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
          "Interrupted. It goes on where it stopped: "
              + session.name()
              + " demo"
              + (outbox ? " --outbox" : "")
              + bus.option());
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
