package io.busline.cli;

import io.busline.cli.command.Interruption;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Does a little of everything, so that the JVM can note which classes that takes and start faster
 * the next time. Run by the launcher after a build; leaves nothing behind.
 */
public final class Training {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--help"),
          List.of("publish", "--help"),
          List.of("version"),
          List.of("demo", "--orders", "3"),
          List.of("publish", "training.done", "--data", "{\"ok\":true}", "--key", "k"),
          List.of("subscribe", ">", "--from", "earliest", "--count", "1"),
          List.of("subscribe", ">", "--from", "earliest", "--count", "1", "--output", "ndjson"),
          List.of("topics"),
          List.of("groups", "--json"),
          List.of("dead-letters", "list"),
          List.of("explain", ">"),
          List.of("doctor"),
          List.of("no-such-command"));

  private Training() {}

  /**
   * Runs the commands.
   *
   * @param arguments none
   * @throws IOException if there is no room for temporary files
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("busline-training");
    try {
      for (List<String> command : COMMANDS) {
        run(folder, command);
      }
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void run(Path folder, List<String> command) {
    OutputStream nowhere = OutputStream.nullOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            nowhere,
            new PrintStream(nowhere, false, StandardCharsets.UTF_8),
            Set.of(),
            80,
            false);
    Map<String, String> environment = Map.of("BUSLINE_URL", "sqlite:" + folder.resolve("bus.db"));
    new Busline(new Session(terminal, environment, new Interruption(), "busline"))
        .run(command.toArray(String[]::new));
  }
}
