package io.busline.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running Node.js program from {@code src/test/js}, with the packages its lock file names. */
final class NodeProgram implements AutoCloseable {
  private static final Path SOURCES = Path.of("src", "test", "js");
  private static final Path FOLDER = Path.of("target", "node");
  private static final long MINUTES = 3;
  private static final Logger LOGGER = System.getLogger(NodeProgram.class.getName());

  private final Process process;
  private final BufferedReader output;

  private NodeProgram(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Fetches the packages once; blocks, for some seconds the first time. */
  static void install() {
    Packages.INSTALLED.run();
  }

  /** A class is initialised once. */
  private static final class Packages {
    static final Runnable INSTALLED = fetched();

    private static Runnable fetched() {
      fetch();
      return () -> {};
    }
  }

  /** One JVM fetches while the others wait: all use one folder. */
  private static void fetch() {
    try {
      Files.createDirectories(FOLDER);
      try (FileChannel channel =
              FileChannel.open(
                  FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !isFetched()) {
          fetchAlone();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("fetching the packages of " + SOURCES, e);
    }
  }

  /** Whether all packages are there, for the programs as they are now. */
  private static boolean isFetched() throws IOException {
    try (Stream<Path> sources = Files.list(SOURCES)) {
      for (Path source : sources.toList()) {
        Path copy = FOLDER.resolve(source.getFileName());
        if (!Files.exists(copy) || Files.mismatch(source, copy) >= 0) {
          return false;
        }
      }
    }
    return Files.exists(FOLDER.resolve("fetched"));
  }

  private static void fetchAlone() throws IOException {
    Files.deleteIfExists(FOLDER.resolve("fetched"));
    try (Stream<Path> sources = Files.list(SOURCES)) {
      for (Path source : sources.toList()) {
        Files.copy(
            source,
            FOLDER.resolve(source.getFileName()),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    run("npm", "ci", "--prefer-offline");
    Files.createFile(FOLDER.resolve("fetched"));
  }

  private static void run(String... command) throws IOException {
    Process process =
        builder(command).redirectErrorStream(true).redirectOutput(log().toFile()).start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError(
            String.join(" ", command) + " failed: " + Files.readString(log()).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted", e);
    }
  }

  private static Path log() {
    return FOLDER.resolve("npm.log");
  }

  private static ProcessBuilder builder(String... command) {
    return new ProcessBuilder(command).directory(FOLDER.toFile());
  }

  /** Starts a program. */
  static NodeProgram start(String script, Object... arguments) {
    List<String> command = new ArrayList<>(List.of("node", script));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    try {
      Process process = builder(command.toArray(String[]::new)).start();
      Thread errors = new Thread(() -> pass(process), "errors");
      errors.setDaemon(true);
      errors.start();
      return new NodeProgram(process);
    } catch (IOException e) {
      throw new UncheckedIOException("starting " + command + "; is Node.js installed?", e);
    }
  }

  /** Not to where this JVM's own errors go: Maven and its fork may talk there. */
  private static void pass(Process process) {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(line -> LOGGER.log(Level.INFO, line));
    } catch (IOException | UncheckedIOException e) {
      // It was killed while it wrote.
    }
  }

  /** The next line it prints; blocks. */
  String line() {
    try {
      String line = output.readLine();
      if (line == null) {
        throw new AssertionError("the program ended early, with exit code " + process.waitFor());
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted", e);
    }
  }

  /** Waits for its end, which must be a good one. */
  void await() {
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new AssertionError("the program failed; its reason is above");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
