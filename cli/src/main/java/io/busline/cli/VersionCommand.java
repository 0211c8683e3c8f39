package io.busline.cli;

import io.busline.cli.command.Exit;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says what this is. */
@Command(
    name = "version",
    header = "Prints the version.",
    footer = {"Example:", "  busline version"})
final class VersionCommand implements Callable<Integer> {
  private final Terminal terminal;

  VersionCommand(Session session) {
    this.terminal = session.terminal();
  }

  @Override
  public Integer call() {
    terminal.line(versions());
    return Exit.DONE;
  }

  static String versions() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    return "busline %s, Java %s, %s %s"
        .formatted(
            version == null ? "(not packaged)" : version,
            System.getProperty("java.version"),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }
}
