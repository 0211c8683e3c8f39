package io.busline.cli.outbox;

import io.busline.cli.command.DatabaseMixin;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Table;
import io.busline.cli.terminal.Terminal;
import io.busline.outbox.OutboxLag;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what waits in an outbox, and who publishes it. */
@Command(
    name = "lag",
    header = "Says what waits in an outbox, and who publishes it.",
    footer = {
      "Examples:",
      "  busline outbox lag --database jdbc:postgresql://localhost/shop",
      "  busline outbox lag --database jdbc:sqlite:shop.db --json | jq .waiting"
    })
final class OutboxLagCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final DatabaseMixin database;

  @Option(names = "--json", description = "Prints a JSON object.")
  private boolean json;

  OutboxLagCommand(Session session) {
    this.terminal = session.terminal();
    this.database = session.database();
  }

  @Override
  public Integer call() {
    OutboxLag lag = database.admin().lag();
    if (json) {
      terminal.line(Json.of(fields(lag)));
    } else {
      print(lag);
    }
    return Exit.DONE;
  }

  private void print(OutboxLag lag) {
    String age = lag.oldest().map(at -> ", the oldest for " + Shown.age(at)).orElse("");
    terminal.line(Shown.count(lag.waiting(), "event") + " to be published" + age);
    terminal.line(Shown.count(lag.letters(), "dead letter"));
    terminal.line(Shown.count(lag.handled(), "handled event") + " remembered by the inbox");
    terminal.line(Shown.count(lag.unowned(), "slot") + " of no relay");
    if (lag.relays().isEmpty()) {
      terminal.note("No relay is known, so nothing is published.");
      return;
    }
    Table table = new Table("RELAY", "SLOTS#", "LAST SIGN#");
    lag.relays().forEach(r -> table.row(r.host(), r.slots(), Shown.age(r.lastSign()) + " ago"));
    table.lines(terminal).forEach(terminal::line);
  }

  private static Map<String, Object> fields(OutboxLag lag) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("waiting", lag.waiting());
    lag.oldest().ifPresent(oldest -> fields.put("oldest", oldest.toString()));
    fields.put("deadLetters", lag.letters());
    fields.put("handled", lag.handled());
    fields.put("unownedSlots", lag.unowned());
    fields.put("relays", lag.relays().stream().map(OutboxLagCommand::fields).toList());
    return fields;
  }

  private static Map<String, Object> fields(OutboxLag.Relay relay) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", relay.id());
    fields.put("host", relay.host());
    fields.put("slots", relay.slots());
    fields.put("lastSign", relay.lastSign().toString());
    return fields;
  }
}
