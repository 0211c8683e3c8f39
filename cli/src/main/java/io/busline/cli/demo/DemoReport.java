package io.busline.cli.demo;

import io.busline.cli.command.BusMixin;
import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Table;
import io.busline.cli.terminal.Visible;
import io.busline.examples.shop.Accounts;
import io.busline.examples.shop.ServiceReport;
import io.busline.examples.shop.ShopReport;
import io.busline.examples.shop.TableReport;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What the demo says in the end. */
final class DemoReport {
  private final ShopReport report;
  private final BusMixin bus;
  private final String name;
  private final Predicate<Capability> can;

  DemoReport(ShopReport report, BusMixin bus, String name, Predicate<Capability> can) {
    this.report = report;
    this.bus = bus;
    this.name = name;
    this.can = can;
  }

  Table table() {
    Table table =
        new Table("SERVICE", "HANDLED#", "PUBLISHED#", "RETRIED#", "DEAD-LETTERED#", "MEAN TIME#");
    for (ServiceReport service : report.services()) {
      table.row(
          service.service(),
          "%,d".formatted(service.handled()),
          "%,d".formatted(service.published()),
          "%,d".formatted(service.retried()),
          "%,d".formatted(service.deadLettered()),
          millis(service.meanHandling()));
    }
    return table;
  }

  private static String millis(Duration duration) {
    return "%.2f ms".formatted(duration.toNanos() / 1e6);
  }

  /** Where the orders went, as a table says if there is one, and how fast. */
  List<String> accounts() {
    Accounts accounts = report.accounts();
    int earlier = accounts.orders() - report.placed();
    double seconds = report.took().toNanos() / 1e9;
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s on the bus%s: %,d paid, %,d cancelled, %,d dead-lettered, %,d open."
            .formatted(
                Shown.count(accounts.orders(), "order"),
                earlier > 0 ? " (%,d of earlier runs)".formatted(earlier) : "",
                accounts.paid(),
                accounts.cancelled(),
                accounts.deadLettered(),
                accounts.open()));
    report.table().ifPresent(table -> lines.add(text(table)));
    lines.add(
        "%s published and %,d handled in %.1f s: %,.0f and %,.0f a second."
            .formatted(
                Shown.count(report.published(), "event"),
                report.handled(),
                seconds,
                report.published() / seconds,
                report.handled() / seconds));
    return lines;
  }

  private static String text(TableReport table) {
    return "%s in the table: %,d paid, %,d cancelled, %,d neither%s."
        .formatted(
            Shown.count(table.orders(), "order"),
            table.paid(),
            table.cancelled(),
            table.orders() - table.paid() - table.cancelled(),
            table.agrees() ? "; each as its events say" : "");
  }

  private static List<String> problems(TableReport table) {
    List<String> lines = new ArrayList<>();
    if (table.notOnBus() > 0) {
      lines.add(
          "  %s in the table and not on the bus".formatted(Shown.count(table.notOnBus(), "order")));
    }
    if (table.notInTable() > 0) {
      lines.add(
          "  %s on the bus and not in the table"
              .formatted(Shown.count(table.notInTable(), "order")));
    }
    if (table.different() > 0) {
      lines.add(
          "  %s otherwise in the table than on the bus"
              .formatted(Shown.count(table.different(), "order")));
    }
    return lines;
  }

  List<String> problems() {
    List<String> lines = new ArrayList<>();
    if (report.notPlaced() > 0) {
      lines.add(
          "  %s could not be published, or nobody can tell"
              .formatted(Shown.count(report.notPlaced(), "order")));
    }
    if (report.unseen() > 0) {
      lines.add("  %,d orders were confirmed and never seen on the bus".formatted(report.unseen()));
    }
    Accounts accounts = report.accounts();
    if (accounts.open() > 0) {
      lines.add("  %s without an end".formatted(Shown.count(accounts.open(), "order")));
    }
    if (accounts.contradictory() > 0) {
      lines.add(
          "  %s both paid and cancelled".formatted(Shown.count(accounts.contradictory(), "order")));
    }
    report.table().ifPresent(table -> lines.addAll(problems(table)));
    report.unaccounted().forEach(order -> lines.add("    " + Visible.line(order)));
    lines.add("Run it again to finish them, or look: " + name + " doctor" + bus.option());
    return lines;
  }

  List<String> next() {
    if (bus.url().startsWith("memory:")) {
      return List.of("A memory bus is gone now. On a file it stays: " + name + " demo");
    }
    List<String> lines = new ArrayList<>();
    lines.add("Try next:");
    if (can.test(Capability.DEAD_LETTERS)) {
      lines.add(command("dead-letters list"));
    }
    if (can.test(Capability.START_POSITIONS)) {
      lines.add(command("subscribe 'order.>' --from earliest --count 5"));
    }
    if (can.test(Capability.LISTING)) {
      lines.add(command("groups"));
    }
    lines.add(command("explain 'order.*' --group notification"));
    return lines;
  }

  private String command(String rest) {
    return "  " + name + " " + rest + bus.option();
  }
}
