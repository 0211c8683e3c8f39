package io.busline.cli.events;

import io.busline.cli.command.Json;
import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Terminal.Stream;
import io.busline.cli.terminal.Visible;
import io.busline.codec.EventFormat;
import io.busline.error.EncodingException;
import io.busline.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One CloudEvent as JSON on each line. */
final class NdjsonPrinter implements EventPrinter {
  private static final String BYTES = "application/octet-stream";

  private final Terminal terminal;
  private final EventFormat format = Json.events();

  NdjsonPrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void print(Event<byte[]> event) {
    byte[] document = document(event);
    if (terminal.is(Stream.OUT)) {
      terminal.line(Visible.line(new String(document, StandardCharsets.UTF_8)));
    } else {
      byte[] line = Arrays.copyOf(document, document.length + 1);
      line[document.length] = '\n';
      terminal.write(line);
    }
  }

  /** Data that is not what its content type says is kept all the same, as the bytes it is. */
  private byte[] document(Event<byte[]> event) {
    try {
      return format.write(event);
    } catch (EncodingException e) {
      terminal.note(
          Visible.line(
              "event %s of type %s has data that is not %s; it is printed as %s"
                  .formatted(
                      event.id(), event.type(), event.dataContentType().orElse("JSON"), BYTES)));
      return format.write(event.withContentType(BYTES));
    }
  }
}
