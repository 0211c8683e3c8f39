package io.busline.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A NATS server, with JetStream. */
public final class NatsServer extends Server {
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(1);

  private final Release release;
  private final List<String> options;

  NatsServer(Release release, List<String> options, String config, Life life) {
    super("nats", STARTS_WITHIN, life);
    this.release = release;
    this.options = new ArrayList<>(options);
    if (!config.isEmpty()) {
      this.options.addAll(List.of("--config", write(config).toString()));
    }
  }

  private Path write(String config) {
    try {
      return Files.writeString(folder().resolve("nats.conf"), config);
    } catch (IOException e) {
      throw new UncheckedIOException("writing a configuration to " + folder(), e);
    }
  }

  /**
   * Starts a server on a free port; blocks until it answers.
   *
   * @param release which
   * @return the server
   * @throws IllegalStateException if it does not start, with its log
   */
  public static NatsServer start(Release release) {
    return start(release, "");
  }

  /**
   * Starts a server with a configuration; blocks until it answers.
   *
   * @param release which
   * @param config the text of its configuration file, without port and store
   * @return the server
   * @throws IllegalStateException if it does not start, with its log
   */
  public static NatsServer start(Release release, String config) {
    NatsServer server = new NatsServer(release, List.of(), config, Life.ofJvm());
    server.startOrClose(() -> {});
    return server;
  }

  /**
   * Changes its configuration while it runs, such as what a user may do; blocks until it has read
   * it.
   *
   * @param config the new text of its configuration file; it was started with one
   * @throws AssertionError if it does not say within 2 minutes that it did
   */
  public void reload(String config) {
    long before = reloads();
    write(config);
    hangUp();
    Await.until("it reads its configuration", () -> reloads() > before, this::log);
  }

  private long reloads() {
    return log().lines().filter(line -> line.contains("Reloaded server configuration")).count();
  }

  @Override
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("nats", release.word()));
    arguments.addAll(List.of("--addr", "127.0.0.1", "--port", Integer.toString(port())));
    arguments.addAll(List.of("--jetstream", "--store_dir", store().toString()));
    arguments.addAll(options);
    return arguments;
  }

  @Override
  Path store() {
    return folder().resolve("store");
  }

  /** It speaks first: its INFO. JetStream is ready by then. */
  @Override
  boolean greets(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    String line = in.readLine();
    return line != null && line.startsWith("INFO ");
  }

  @Override
  public String toString() {
    return "NATS server on port " + port();
  }
}
