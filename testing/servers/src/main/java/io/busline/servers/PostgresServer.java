package io.busline.servers;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL server, for user {@code postgres} without a password. A killed process loses
 * nothing, though nothing is synced unless a setting says so.
 */
public final class PostgresServer extends Server {
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

  /** Faster, and right as long as the machine itself does not fail. */
  static final List<String> QUICK = List.of("fsync=off", "full_page_writes=off");

  /** Protocol 3.0, which every release speaks. */
  private static final int PROTOCOL = 196_608;

  /** The type of the message that lets a user in; an error has another. */
  private static final int AUTHENTICATION = 'R';

  private final Release release;
  private final List<String> settings;

  PostgresServer(Release release, List<String> settings, Life life) {
    super("postgres", STARTS_WITHIN, life);
    this.release = release;
    this.settings = List.copyOf(settings);
  }

  /**
   * Starts a server on a free port; blocks until it answers.
   *
   * @param release which
   * @param settings such as {@code fsync=on}
   * @return the server
   * @throws IllegalStateException if it does not start, with its log
   */
  public static PostgresServer start(Release release, String... settings) {
    List<String> all = Stream.concat(QUICK.stream(), Stream.of(settings)).toList();
    PostgresServer server = new PostgresServer(release, all, Life.ofJvm());
    server.startOrClose(() -> {});
    return server;
  }

  @Override
  List<String> arguments() {
    List<String> arguments =
        List.of("postgres", release.word(), folder().toString(), Integer.toString(port()));
    return Stream.concat(arguments.stream(), settings.stream()).toList();
  }

  @Override
  Path store() {
    return folder().resolve("data");
  }

  /** Those that serve connections notice a moment later that the first process was killed. */
  @Override
  boolean isBarred(String written) {
    return written.contains("pre-existing shared memory block");
  }

  /** On SIGTERM it would wait until its last client has gone. */
  @Override
  String endsOn() {
    return "INT";
  }

  /** While it starts or recovers, it refuses whoever connects. */
  @Override
  boolean greets(Socket socket) throws IOException {
    return letsIn(socket);
  }

  static boolean letsIn(Socket socket) throws IOException {
    byte[] parameters = "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.UTF_8);
    ByteBuffer hello = ByteBuffer.allocate(8 + parameters.length);
    hello.putInt(hello.capacity()).putInt(PROTOCOL).put(parameters);
    socket.getOutputStream().write(hello.array());
    return socket.getInputStream().read() == AUTHENTICATION;
  }

  @Override
  public String toString() {
    return "PostgreSQL server on port " + port();
  }
}
