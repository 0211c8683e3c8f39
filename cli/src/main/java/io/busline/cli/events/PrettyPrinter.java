package io.busline.cli.events;

import io.busline.cli.terminal.Shown;
import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Terminal.Paint;
import io.busline.cli.terminal.Terminal.Stream;
import io.busline.cli.terminal.Visible;
import io.busline.event.Event;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** For people: a line about the event and a line with its data. */
final class PrettyPrinter implements EventPrinter {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final Terminal terminal;

  PrettyPrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void print(Event<byte[]> event) {
    terminal.line(head(event) + "\n  " + Shown.data(event));
  }

  private String head(Event<byte[]> event) {
    StringBuilder head = new StringBuilder();
    event
        .time()
        .ifPresent(
            time ->
                head.append(paint(Paint.DIM, TIME.format(time.atZone(ZoneId.systemDefault()))))
                    .append("  "));
    head.append(paint(Paint.CYAN, event.type()));
    event.key().ifPresent(key -> head.append("  ").append(paint(Paint.BOLD, Visible.line(key))));
    StringBuilder rest = new StringBuilder();
    rest.append("  id=").append(event.id()).append("  source=").append(event.source());
    for (Map.Entry<String, String> extension : event.extensions().entrySet()) {
      if (!extension.getKey().equals(Event.PARTITION_KEY)) {
        rest.append("  ").append(extension.getKey()).append('=').append(extension.getValue());
      }
    }
    return head + paint(Paint.DIM, Visible.line(rest.toString()));
  }

  private String paint(Paint paint, String text) {
    return terminal.paint(Stream.OUT, paint, text);
  }
}
