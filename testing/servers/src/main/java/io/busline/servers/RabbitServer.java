package io.busline.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A RabbitMQ server: one node, without plugins, for user {@code guest} with that password. */
public final class RabbitServer extends Server {
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

  /** What a client of AMQP 0-9-1 says first. */
  private static final byte[] HELLO = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

  /** A frame with a method, which the server's answer is. */
  private static final int METHOD_FRAME = 1;

  private final Release release;

  /** Its name in a cluster and the port of that cluster's list of names; else empty. */
  private final List<String> node;

  /**
   * A server that is not started.
   *
   * @param config lines of its configuration file
   * @param node its name in a cluster and the port of that cluster's list of names, or nothing
   * @param life when it ends at the latest
   */
  RabbitServer(Release release, List<String> config, List<String> node, Life life) {
    super("rabbitmq", STARTS_WITHIN, life);
    this.release = release;
    this.node = List.copyOf(node);
    try {
      Files.write(folder().resolve("rabbitmq.conf"), config);
    } catch (IOException e) {
      throw new UncheckedIOException("writing a configuration to " + folder(), e);
    }
  }

  /**
   * Starts a server on a free port; blocks until it answers.
   *
   * @param release which
   * @param config lines of its configuration file, such as {@code disk_free_limit.absolute = 1GB}
   * @return the server
   * @throws IllegalStateException if it does not start, with its log
   */
  public static RabbitServer start(Release release, String... config) {
    RabbitServer server = new RabbitServer(release, List.of(config), List.of(), Life.ofJvm());
    server.startOrClose(() -> {});
    return server;
  }

  /**
   * Runs {@code rabbitmqctl} on this server; blocks until it has ended, which takes seconds.
   *
   * @param arguments such as {@code list_queues}
   * @return what it has written
   * @throws IllegalStateException if it fails, with what it has written
   */
  public String control(String... arguments) {
    List<String> command =
        Stream.concat(Stream.of("control", folder().toString()), Stream.of(arguments)).toList();
    return Script.output(command);
  }

  @Override
  List<String> arguments() {
    List<String> arguments =
        List.of("rabbitmq", release.word(), folder().toString(), Integer.toString(port()));
    return Stream.concat(arguments.stream(), node.stream()).toList();
  }

  @Override
  Path store() {
    return folder().resolve("data");
  }

  @Override
  boolean greets(Socket socket) throws IOException {
    socket.getOutputStream().write(HELLO);
    return socket.getInputStream().read() == METHOD_FRAME;
  }

  @Override
  public String toString() {
    return "RabbitMQ server on port " + port();
  }
}
