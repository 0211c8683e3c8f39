package io.busline.cli.terminal;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Standard output as picocli wants it, with the exceptions it does not mind. */
public final class TerminalWriter extends Writer {
  private final Terminal terminal;

  /**
   * Writes to a terminal.
   *
   * @param terminal whose standard output it is
   */
  public TerminalWriter(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    try {
      terminal.write(new String(text, offset, length).getBytes(StandardCharsets.UTF_8));
    } catch (OutputClosedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
