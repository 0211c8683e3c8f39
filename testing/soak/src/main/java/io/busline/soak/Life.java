package io.busline.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One process of the soak, from its start to its end, of which each line is read. It can be frozen,
 * and told things. For one thread at a time, except {@link #kill}.
 */
final class Life {

  /** Small and quick to start, for there are many of them. */
  private static final List<String> JVM =
      List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private final Process process;
  private final Thread reader;

  private Life(Process process, Consumer<Line> heard) {
    this.process = process;
    this.reader = new Thread(() -> read(heard), "reader");
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts one.
   *
   * @param main whose main method it runs
   * @param arguments its arguments
   * @param log where it writes what is no line of the soak
   * @param heard gets what it says, on a thread of its own
   */
  static Life start(Class<?> main, List<String> arguments, Path log, Consumer<Line> heard) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    try {
      return new Life(
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start(),
          heard);
    } catch (IOException e) {
      throw new UncheckedIOException("starting a process of the soak, " + main.getName(), e);
    }
  }

  private void read(Consumer<Line> heard) {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Line.parse(line).ifPresent(heard);
      }
    } catch (IOException | UncheckedIOException e) {
      // It was killed while it wrote.
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Tells it something; if it has ended, nobody hears that. */
  void tell(String command) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((command + "\n").getBytes(UTF_8));
      in.flush();
    } catch (IOException e) {
      // It has ended.
    }
  }

  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    if (!process.isAlive()) {
      return;
    }
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("sending " + name + " to a process of the soak", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks it to end. */
  void end() {
    process.destroy();
  }

  /** Whether it ends within a time, which is waited for; all it has said has been read then. */
  boolean endsWithin(Duration time) {
    try {
      if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
      reader.join();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends it at once, frozen or not; blocks until all that it has said is read. */
  void kill() {
    process.destroyForcibly().onExit().join();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
