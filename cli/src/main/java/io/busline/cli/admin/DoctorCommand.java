package io.busline.cli.admin;

import io.busline.EventBus;
import io.busline.admin.Finding;
import io.busline.admin.Finding.Severity;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.Choice;
import io.busline.cli.command.DatabaseMixin;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Secrets;
import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Terminal.Paint;
import io.busline.cli.terminal.Terminal.Stream;
import io.busline.cli.terminal.Visible;
import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for what is broken or unsafe. */
@Command(
    name = "doctor",
    header = "Looks for what is broken or unsafe.",
    description = {
      "Whether the bus can be reached, its version, and settings that can lose events; with"
          + " --database, its outbox, too: tables, indexes, backlog and relays. Exit code 1 if"
          + " something does not work."
    },
    footer = {
      "Examples:",
      "  busline doctor",
      "  busline doctor --bus sqlite:orders.db --json",
      "  busline doctor --database jdbc:postgresql://localhost/shop"
    })
public final class DoctorCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final BusMixin bus;
  @Mixin private final DatabaseMixin database;

  @Option(names = "--json", description = "Prints a JSON array.")
  private boolean json;

  /**
   * Made for one run.
   *
   * @param session the process it runs in
   */
  public DoctorCommand(Session session) {
    this.terminal = session.terminal();
    this.bus = session.bus();
    this.database = session.database();
  }

  @Override
  public Integer call() {
    List<Finding> findings = findings();
    if (json) {
      terminal.line(Json.of(findings.stream().map(DoctorCommand::fields).toList()));
    } else {
      int column = findings.stream().mapToInt(f -> f.subject().length()).max().orElse(0);
      findings.forEach(finding -> terminal.line(line(finding, column)));
    }
    boolean failed = findings.stream().anyMatch(f -> f.severity() == Severity.FAILURE);
    return failed ? Exit.FAILED : Exit.DONE;
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("java", System.getProperty("java.version")));
    String place = bus.place();
    try (EventBus connected = bus.connect()) {
      findings.add(Finding.ok("connection", place));
      findings.addAll(connected.diagnose());
    } catch (BrokerException | ConfigurationException e) {
      if (!bus.isOfKnownKind()) {
        throw e;
      }
      findings.add(Finding.failure("connection", place + ": " + e.getMessage()));
    }
    if (database.isNamed()) {
      findings.addAll(database.admin().diagnose());
    }
    return findings;
  }

  private static Map<String, Object> fields(Finding finding) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("severity", Choice.word(finding.severity()));
    fields.put("subject", finding.subject());
    fields.put("message", Secrets.hidden(finding.message()));
    return fields;
  }

  private String line(Finding finding, int column) {
    String subject = Visible.line(finding.subject());
    String padding = " ".repeat(Math.max(0, column - subject.length()));
    String message = Secrets.hidden(Visible.line(finding.message()));
    String line = Shown.wrapped(terminal, "  " + subject + padding + "  " + message, column + 4);
    return mark(finding.severity()) + line.substring(1);
  }

  private String mark(Severity severity) {
    return switch (severity) {
      case OK -> terminal.paint(Stream.OUT, Paint.GREEN, "✓");
      case WARNING -> terminal.paint(Stream.OUT, Paint.YELLOW, "!");
      case FAILURE -> terminal.paint(Stream.OUT, Paint.RED, "✗");
    };
  }
}
