package io.busline.cli.letters;

import io.busline.DeadLetters;
import io.busline.EventBus;
import io.busline.admin.DeadLetter;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.Choice;
import io.busline.cli.command.CommandException;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Visible;
import io.busline.error.EncodingException;
import io.busline.event.Event;
import io.busline.event.Quoted;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one dead letter. */
@Command(
    name = "show",
    header = "Shows a dead letter: why it was given up, and the whole event.",
    footer = {
      "Examples:",
      "  busline dead-letters show 0f3c9a1b2d4e5f60",
      "  busline dead-letters show 0f3c",
      "  busline dead-letters show 0f3c9a1b2d4e5f60 --json | jq .event.data"
    })
final class DeadLettersShowCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final BusMixin bus;

  @Parameters(paramLabel = "ID", description = "The id of a letter or its event, or how it begins.")
  private String id = "";

  @Option(names = "--json", description = "Prints JSON, the event as a CloudEvent.")
  private boolean json;

  DeadLettersShowCommand(Session session) {
    this.session = session;
    this.bus = session.bus();
  }

  @Override
  public Integer call() {
    DeadLetter letter;
    try (EventBus connected = bus.connect()) {
      DeadLetters letters = connected.deadLetters();
      letter =
          letters
              .find(new LetterIds(letters).resolved(id))
              .orElseThrow(
                  () ->
                      CommandException.failed(
                          "there is no dead letter %s on %s. List those there are: %s dead-letters list%s"
                              .formatted(
                                  Quoted.of(id), bus.place(), session.name(), bus.option())));
    }
    if (json) {
      Map<String, Object> fields = Letters.fields(letter);
      fields.put("event", document(letter.event()));
      session.terminal().line(Json.of(fields));
    } else {
      print(letter);
    }
    return Exit.DONE;
  }

  /** Data that is not what its content type says, which may be why it is here, goes as bytes. */
  private static Object document(Event<byte[]> event) {
    try {
      return Json.read(Json.events().write(event));
    } catch (EncodingException e) {
      return Json.read(Json.events().write(event.withContentType("application/octet-stream")));
    }
  }

  private void print(DeadLetter letter) {
    Event<byte[]> event = letter.event();
    line("letter", letter.id());
    line("group", letter.group());
    line("reason", Choice.word(letter.reason()));
    line("attempts", String.valueOf(letter.attempts()));
    line("first failed", letter.firstFailedAt().toString());
    line("given up", letter.deadAt().toString());
    letter.traceId().ifPresent(trace -> line("trace", trace));
    line("event", event.type());
    line("  id", event.id());
    line("  source", event.source());
    event.subject().ifPresent(subject -> line("  subject", subject));
    event.time().ifPresent(time -> line("  time", time.toString()));
    event.dataContentType().ifPresent(type -> line("  content type", type));
    event.dataSchema().ifPresent(schema -> line("  schema", schema));
    event.extensions().forEach((name, value) -> line("  " + name, value));
    line("  topic", letter.topic());
    session.terminal().line("data\n  " + Shown.data(event));
    session.terminal().line("cause\n  " + Visible.lines(letter.cause().replace("\n", "\n  ")));
  }

  private void line(String name, String value) {
    session.terminal().line("%-16s%s".formatted(name, Visible.line(value)));
  }
}
