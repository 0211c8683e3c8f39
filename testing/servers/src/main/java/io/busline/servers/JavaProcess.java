package io.busline.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Another JVM with the class path of this one, which says in lines what it does and can be killed
 * in the middle of it. What it writes to its standard error is logged: where this JVM's goes, Maven
 * may be talking to it. It may be harmless, so it is not logged as a warning. For one thread at a
 * time.
 */
public final class JavaProcess implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(JavaProcess.class.getName());

  private final Process process;
  private final BufferedReader lines;

  private JavaProcess(Process process) {
    this.process = process;
    this.lines = process.inputReader(UTF_8);
  }

  /**
   * Starts one; does not wait for anything.
   *
   * @param main whose {@code main} method it runs; what that writes to its standard output, in
   *     UTF-8, is read here
   * @param arguments what the method is given
   * @return the process
   */
  public static JavaProcess start(Class<?> main, String... arguments) {
    return start(System.getProperty("java.class.path"), main, arguments);
  }

  /**
   * Starts one with another version of a library; does not wait for anything.
   *
   * @param jar the library, such as {@code driver-1.2.jar}; what this JVM has of it in any version
   *     is left out
   * @param main whose {@code main} method it runs
   * @param arguments what the method is given
   * @return the process
   */
  public static JavaProcess startWith(Path jar, Class<?> main, String... arguments) {
    String name = name(jar);
    String rest =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.endsWith(".jar") || !name(Path.of(entry)).equals(name))
            .collect(Collectors.joining(File.pathSeparator));
    return start(jar + File.pathSeparator + rest, main, arguments);
  }

  /** A library's name, without its version. */
  private static String name(Path jar) {
    return String.valueOf(jar.getFileName()).replaceAll("-[0-9].*", "");
  }

  private static JavaProcess start(String classPath, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).start();
      ProxiedConnection.daemon("errors", () -> pass(process.errorReader(UTF_8))).start();
      return new JavaProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException("starting a JVM with " + main.getName(), e);
    }
  }

  private static void pass(BufferedReader errors) {
    try (errors) {
      errors.lines().forEach(line -> LOGGER.log(Level.INFO, "another JVM says: {0}", line));
    } catch (IOException | UncheckedIOException e) {
      // It was killed while it wrote.
    }
  }

  /**
   * The next line it writes; blocks until there is one.
   *
   * @return the line; null when it has ended
   */
  public @Nullable String line() {
    try {
      return lines.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException("reading what another JVM writes", e);
    }
  }

  /**
   * Kills it as the system does, without a chance to clean up; blocks until it has ended.
   *
   * @return what it had still said
   */
  public List<String> kill() {
    process.toHandle().destroyForcibly();
    return rest();
  }

  /**
   * Tells it to end, as those do who run it, by SIGTERM; blocks until it has ended.
   *
   * @return what it had still said
   */
  public List<String> terminate() {
    process.toHandle().destroy();
    return rest();
  }

  private List<String> rest() {
    List<String> rest = new ArrayList<>();
    for (String line = line(); line != null; line = line()) {
      rest.add(line);
    }
    process.onExit().join();
    return rest;
  }

  /** Kills it if it still runs; blocks until it has ended. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
