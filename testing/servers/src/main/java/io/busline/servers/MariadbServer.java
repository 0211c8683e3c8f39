package io.busline.servers;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A MariaDB server, for user {@code root} without a password. A killed process loses nothing,
 * though nothing is synced unless a setting says so.
 */
public final class MariadbServer extends Server {
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

  /** Faster, and right as long as the machine itself does not fail. */
  static final List<String> QUICK = List.of("innodb-flush-log-at-trx-commit=2");

  /** The version of the protocol, which follows the length and number of the first packet. */
  private static final int HANDSHAKE = 10;

  private final Release release;
  private final List<String> settings;

  MariadbServer(Release release, List<String> settings, Life life) {
    super("mariadb", STARTS_WITHIN, life);
    this.release = release;
    this.settings = List.copyOf(settings);
  }

  /**
   * Starts a server on a free port; blocks until it answers.
   *
   * @param release which
   * @param settings such as {@code innodb-lock-wait-timeout=2}
   * @return the server
   * @throws IllegalStateException if it does not start, with its log
   */
  public static MariadbServer start(Release release, String... settings) {
    List<String> all = Stream.concat(QUICK.stream(), Stream.of(settings)).toList();
    MariadbServer server = new MariadbServer(release, all, Life.ofJvm());
    server.startOrClose(() -> {});
    return server;
  }

  @Override
  List<String> arguments() {
    List<String> arguments =
        List.of("mariadb", release.word(), folder().toString(), Integer.toString(port()));
    return Stream.concat(arguments.stream(), settings.stream()).toList();
  }

  @Override
  Path store() {
    return folder().resolve("data");
  }

  /** It speaks first, once it is ready. */
  @Override
  boolean greets(Socket socket) throws IOException {
    byte[] packet = socket.getInputStream().readNBytes(5);
    return packet.length == 5 && packet[4] == HANDSHAKE;
  }

  @Override
  public String toString() {
    return "MariaDB server on port " + port();
  }
}
