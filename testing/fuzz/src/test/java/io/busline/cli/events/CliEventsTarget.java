package io.busline.cli.events;

import io.busline.EventBus;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Interruption;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import io.busline.error.DecodingException;
import io.busline.fuzz.Target;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** Files for {@code publish --events}: what is wrong with one is said in a line for each. */
public final class CliEventsTarget implements Target {
  private final EventBus bus = EventBus.connect("memory:fuzz?retain=0");

  @Override
  public void read(byte[] input) throws IOException {
    ByteArrayOutputStream noted = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new PrintStream(noted, true, StandardCharsets.UTF_8),
            Set.of(),
            120,
            false);
    Session session = new Session(terminal, Map.of(), new Interruption(), "./busline");
    int exit = new BulkPublish(bus, session, false).run(new ByteArrayInputStream(input));
    String notes = noted.toString(StandardCharsets.UTF_8);
    long lines =
        new String(input, StandardCharsets.ISO_8859_1).chars().filter(c -> c == '\n').count();
    boolean sound =
        notes.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r')
            && notes.lines().count() <= lines + 2;
    if (!sound) {
      throw new AssertionError(notes);
    }
    if (exit != Exit.DONE) {
      throw new DecodingException("some were refused");
    }
  }
}
