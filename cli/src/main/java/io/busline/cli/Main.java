package io.busline.cli;

import io.busline.cli.command.Interruption;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Shell;
import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Terminal.Stream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/** The process. What it is connected to, its launcher has found out, as Java 17 cannot. */
public final class Main {
  private static final int USUAL_COLUMNS = 100;

  private Main() {}

  /**
   * Runs a command and exits with its code.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(interruption), "interruption"));
    Session session =
        new Session(
            terminal(),
            System.getenv(),
            interruption,
            Shell.quoted(System.getProperty("busline.command", "busline")));
    int exitCode = new Busline(session).run(arguments);
    interruption.ended(exitCode);
    System.exit(exitCode);
  }

  private static void end(Interruption interruption) {
    OptionalInt exitCode = interruption.interrupt();
    if (exitCode.isPresent()) {
      Runtime.getRuntime().halt(exitCode.getAsInt());
    }
  }

  private static Terminal terminal() {
    Set<Stream> terminals = EnumSet.noneOf(Stream.class);
    for (Stream stream : Stream.values()) {
      if (System.getProperty("busline.terminals", "").contains(name(stream))) {
        terminals.add(stream);
      }
    }
    String noColour = System.getenv("NO_COLOR");
    boolean coloured = noColour == null || noColour.isEmpty();
    return new Terminal(
        System.in,
        new FileOutputStream(FileDescriptor.out),
        new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8),
        terminals,
        Integer.getInteger("busline.columns", USUAL_COLUMNS),
        coloured && !"dumb".equals(System.getenv("TERM")));
  }

  private static String name(Stream stream) {
    return stream.name().toLowerCase(Locale.ROOT);
  }
}
