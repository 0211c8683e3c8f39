package io.busline.cli.events;

import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Terminal.Stream;
import io.busline.cli.terminal.Visible;
import io.busline.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The data alone, and a line break if it has none; byte for byte, unless a terminal would read it.
 */
final class DataPrinter implements EventPrinter {
  private final Terminal terminal;

  DataPrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void print(Event<byte[]> event) {
    byte[] data = event.data();
    boolean ended = data.length > 0 && data[data.length - 1] == '\n';
    byte[] line = ended ? data : Arrays.copyOf(data, data.length + 1);
    line[line.length - 1] = '\n';
    terminal.write(
        terminal.is(Stream.OUT)
            ? Visible.lines(new String(line, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8)
            : line);
  }
}
