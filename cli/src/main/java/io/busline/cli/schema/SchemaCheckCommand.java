package io.busline.cli.schema;

import io.busline.cli.command.Choice;
import io.busline.cli.command.CommandException;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Table;
import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Terminal.Paint;
import io.busline.cli.terminal.Terminal.Stream;
import io.busline.cli.terminal.Visible;
import io.busline.schema.Change;
import io.busline.schema.Comparison;
import io.busline.schema.Effect;
import io.busline.schema.Effect.Impact;
import io.busline.schema.Schema;
import io.busline.schema.SchemaException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two versions of an event's schema. */
@Command(
    name = "check",
    header = "Tells whether old and new services understand each other's events.",
    description = {
      "Compares two versions of a schema: two .proto files, or two classes whose data is JSON. Says"
          + " what changed, what readers of the one version make of events of the other (✓ fine,"
          + " ! worth a look, ↑ refused, as the raised version says, ✗ broken), and what to do. Exit"
          + " code 1 if there is a ✗."
    },
    footer = {
      "Examples:",
      "  busline schema check old/orders.proto new/orders.proto",
      "  busline schema check old/orders.proto new/orders.proto --message OrderCreated",
      "  busline schema check orders-1.jar#com.example.OrderCreated target/classes#com.example.OrderCreated",
      "  busline schema check old.jar:money.jar#shop.Order new.jar:money.jar#shop.Order --json"
    })
final class SchemaCheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "OLD",
      description = {
        "The version that is in use: FILE.proto, or PATH#CLASS with the archives and folders that"
            + " hold the class and what it needs."
      })
  private String old = "";

  @Parameters(
      index = "1",
      paramLabel = "NEW",
      description = "The version to come, of the same kind.")
  private String now = "";

  @Option(
      names = "--message",
      paramLabel = "NAME",
      description = "Compares one message of the .proto files, and what it holds. Default: all.")
  private Optional<String> message = Optional.empty();

  @Option(names = "--json", description = "Prints a JSON array of the changes.")
  private boolean json;

  SchemaCheckCommand(Session session) {
    this.terminal = session.terminal();
  }

  @Override
  public Integer call() {
    Comparison comparison = comparison();
    if (json) {
      List<Map<String, Object>> changes =
          comparison.changes().stream().map(SchemaCheckCommand::fields).toList();
      terminal.line(Json.of(changes));
    } else {
      print(comparison.changes());
      terminal.line("");
      verdict(
          "Old readers survive new events",
          comparison.oldReaders(),
          "no, as the raised version says");
      verdict("New readers survive old events", comparison.newReaders(), "with the upcaster");
    }
    return comparison.breaks() ? Exit.FAILED : Exit.DONE;
  }

  private Comparison comparison() {
    try {
      Schema before = Schema.parse(old);
      Schema after = Schema.parse(now);
      return message.isPresent()
          ? Comparison.ofMessage(before, after, message.get())
          : Comparison.of(before, after);
    } catch (SchemaException e) {
      // Not 1, which says that the schemas were compared.
      throw CommandException.usage(String.valueOf(e.getMessage()), e);
    }
  }

  private void print(List<Change> changes) {
    if (changes.isEmpty()) {
      terminal.line("Nothing has changed that travels.");
      return;
    }
    Table table = new Table("WHERE", "CHANGE", "OLD READERS", "NEW READERS");
    changes.forEach(
        c -> table.row(c.where(), c.what(), marked(c.oldReaders()), marked(c.newReaders())));
    table.lines(terminal).forEach(terminal::line);
    if (changes.stream().anyMatch(change -> !change.remedy().isEmpty())) {
      terminal.line("");
    }
    changes.stream().filter(change -> !change.remedy().isEmpty()).forEach(this::remedy);
  }

  private void remedy(Change change) {
    String line = Visible.line(change.where() + ": " + change.remedy() + ".");
    terminal.line(Shown.wrapped(terminal, line, 2));
  }

  private void verdict(String question, Impact worst, String announced) {
    String answer =
        switch (worst) {
          case FINE, CAUTION -> terminal.paint(Stream.OUT, Paint.GREEN, "yes");
          case ANNOUNCED -> terminal.paint(Stream.OUT, Paint.YELLOW, announced);
          case BREAKS -> terminal.paint(Stream.OUT, Paint.RED, "no");
        };
    terminal.line(question + ": " + answer);
  }

  private static String marked(Effect effect) {
    return switch (effect.impact()) {
          case FINE -> "✓ ";
          case CAUTION -> "! ";
          case ANNOUNCED -> "↑ ";
          case BREAKS -> "✗ ";
        }
        + effect.text();
  }

  private static Map<String, Object> fields(Change change) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("where", change.where());
    fields.put("change", change.what());
    fields.put("oldReaders", fields(change.oldReaders()));
    fields.put("newReaders", fields(change.newReaders()));
    fields.put("remedy", change.remedy());
    return fields;
  }

  private static Map<String, String> fields(Effect effect) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("impact", Choice.word(effect.impact()));
    fields.put("effect", effect.text());
    return fields;
  }
}
