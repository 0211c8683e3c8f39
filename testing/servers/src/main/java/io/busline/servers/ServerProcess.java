package io.busline.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server's process, which can be ended and started again. For one thread at a time. */
final class ServerProcess {
  private static final long ENDS_WITHIN_SECONDS = 30;

  private final Path log;
  private final Life life;
  private final Thread reaper = new Thread(this::destroy, "server-reaper");

  private List<String> command = List.of();
  private @Nullable Process process;
  private int startedAt;

  /**
   * A process that is not started.
   *
   * @param log what it writes to, in a folder of its own
   * @param life when it ends at the latest; if that is with this JVM, its folder goes too
   */
  ServerProcess(Path log, Life life) {
    this.log = log;
    this.life = life;
    if (life.isOfJvm()) {
      Runtime.getRuntime().addShutdownHook(reaper);
    }
  }

  void start(List<String> arguments) {
    command = Stream.concat(Stream.of("run"), arguments.stream()).toList();
    startedAt = written().length;
    try {
      process =
          Script.command(command, life.owner())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("starting " + command, e);
    }
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  long pid() {
    return running().pid();
  }

  void kill() {
    running().destroyForcibly();
    awaitEnd();
  }

  /** Asks it to end with a signal, such as {@code TERM}; nothing happens if it has ended. */
  void stop(String signal) {
    if (isRunning()) {
      signal(signal);
    }
    awaitEnd();
  }

  /** Freezes it; returns when it is frozen, for the system takes a moment to stop every thread. */
  void pause() {
    signal("STOP");
    Path stat = Path.of("/proc", Long.toString(running().pid()), "stat");
    while (Files.exists(stat) && !isStopped(stat)) {
      Thread.onSpinWait();
    }
  }

  /** proc(5): the state follows the name, which ends with the last parenthesis. */
  private static boolean isStopped(Path stat) {
    try {
      String text = Files.readString(stat);
      return text.charAt(text.lastIndexOf(')') + 2) == 'T';
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + stat, e);
    }
  }

  void resume() {
    signal("CONT");
  }

  /** Has it read its configuration again, as most servers do on this signal. */
  void hangUp() {
    signal("HUP");
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(running().pid())).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("the signal " + name + " did not reach " + command);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("sending " + name + " to " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while signalling", e);
    }
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("it was not started: " + command);
    }
    return process;
  }

  private void awaitEnd() {
    try {
      if (!running().waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("it does not end: " + command);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the end of " + command, e);
    }
  }

  String log() {
    return text(written());
  }

  /** A server that is killed may have written half a character. */
  private static String text(byte[] log) {
    return new String(log, StandardCharsets.UTF_8);
  }

  private byte[] written() {
    try {
      return Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + log, e);
    }
  }

  /** What it has written since it was last started. */
  String logSinceStart() {
    byte[] written = written();
    return text(Arrays.copyOfRange(written, startedAt, written.length));
  }

  /** The JVM ends, and nobody has closed it. */
  private void destroy() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
    Path folder = log.getParent();
    if (folder != null) {
      Folders.remove(folder);
    }
  }

  void close() {
    if (isRunning()) {
      kill();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(reaper);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook has run or will.
    }
  }
}
