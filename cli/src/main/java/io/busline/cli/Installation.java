package io.busline.cli;

import io.busline.cli.command.Interruption;
import io.busline.cli.command.Session;
import io.busline.cli.install.InstalledFiles;
import io.busline.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** What {@code dev/package} runs to write the manual and the completion scripts. */
public final class Installation {
  private Installation() {}

  /**
   * Writes the files.
   *
   * @param arguments the version, the date, and the folder
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    OutputStream nowhere = OutputStream.nullOutputStream();
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            nowhere,
            new PrintStream(nowhere, false, StandardCharsets.UTF_8),
            Set.of(),
            80,
            false);
    Session session = new Session(terminal, Map.of(), new Interruption(), "busline");
    InstalledFiles.write(
        new Busline(session).commandLine(), arguments[0], arguments[1], Path.of(arguments[2]));
  }
}
