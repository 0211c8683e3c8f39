package io.busline.servers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The script {@code dev/brokers}. */
final class Script {

  private Script() {}

  /** Such a command; who it starts ends with a process. */
  static ProcessBuilder command(List<String> arguments, long owner) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(path().toString()), arguments.stream()).toList());
    builder.environment().put("BUSLINE_OWNER", Long.toString(owner));
    return builder.redirectErrorStream(true);
  }

  private static Path path() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path script = folder.resolve("dev").resolve("brokers");
      if (Files.isExecutable(script)) {
        return script;
      }
    }
    throw new IllegalStateException("dev/brokers is in none of the folders above this one");
  }

  /** Runs such a command to its end, and gives what it has written. */
  static String output(List<String> arguments) {
    return output(arguments, "");
  }

  /** As above, with something to read. */
  static String output(List<String> arguments, String input) {
    try {
      Process process = command(arguments, ProcessHandle.current().pid()).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("dev/brokers " + arguments + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException("running dev/brokers " + arguments, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running dev/brokers " + arguments, e);
    }
  }
}
