package io.busline.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A NATS server of a test's own, with JetStream. For one thread at a time. */
public final class NatsServer implements AutoCloseable {
  private static final long STARTS_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final int CONNECT_WITHIN_MILLIS = 1_000;
  private static final long GLANCE_NANOS = 20_000_000;

  private final int port;
  private final Path folder;
  private final ServerProcess process;

  NatsServer(Release release, int port, List<String> options, String config) {
    this.port = port;
    this.folder = Folders.create("nats");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "nats",
                release.word(),
                "--addr",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--jetstream",
                "--store_dir",
                store().toString()));
    arguments.addAll(options);
    if (!config.isEmpty()) {
      arguments.addAll(List.of("--config", write(config).toString()));
    }
    this.process = new ServerProcess(arguments, folder.resolve("log"));
  }

  private Path write(String config) {
    try {
      return Files.writeString(folder.resolve("nats.conf"), config);
    } catch (IOException e) {
      throw new UncheckedIOException("writing a configuration to " + folder, e);
    }
  }

  private Path store() {
    return folder.resolve("store");
  }

  /**
   * Starts a server on a free port; blocks until it answers.
   *
   * @param release which
   * @return the server
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
   */
  public static NatsServer start(Release release, String config) {
    NatsServer server = new NatsServer(release, Ports.free(), List.of(), config);
    try {
      server.restart();
      return server;
    } catch (IllegalStateException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Where it listens, on 127.0.0.1; the same after every restart.
   *
   * @return the port
   */
  public int port() {
    return port;
  }

  /**
   * Host and port, as a URL has them.
   *
   * @return such as {@code 127.0.0.1:4222}
   */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Starts it again with the data it had; blocks until it answers. */
  public void restart() {
    process.start();
    long deadline = System.nanoTime() + STARTS_WITHIN_NANOS;
    while (!answers()) {
      if (!process.isRunning() || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("the NATS server does not start: " + process.log());
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }

  /** Starts it again without any data; blocks until it answers. */
  public void restartEmpty() {
    Folders.remove(store());
    restart();
  }

  void startUnready() {
    process.start();
  }

  /** A server greets who connects with its INFO; JetStream is ready by then. */
  boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_WITHIN_MILLIS);
      socket.setSoTimeout(CONNECT_WITHIN_MILLIS);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      String line = in.readLine();
      return line != null && line.startsWith("INFO ");
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it at once, as {@code kill -9} does; blocks until it has ended. */
  public void kill() {
    process.kill();
  }

  /** Asks it to end; blocks until it has ended. */
  public void stop() {
    process.stop();
  }

  /** Freezes it: connections stay open and nothing is answered. */
  public void pause() {
    process.pause();
  }

  /** Ends a {@link #pause()}. */
  public void resume() {
    process.resume();
  }

  /**
   * Whether its process lives.
   *
   * @return true if so
   */
  public boolean isRunning() {
    return process.isRunning();
  }

  /**
   * What it has written since its first start.
   *
   * @return its log
   */
  public String log() {
    return process.log();
  }

  /** Ends it and removes its data. */
  @Override
  public void close() {
    process.close();
    Folders.remove(folder);
  }
}
