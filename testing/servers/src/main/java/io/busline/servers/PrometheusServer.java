package io.busline.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A Prometheus server, which scrapes what its configuration says. */
public final class PrometheusServer extends Server {
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

  private PrometheusServer(String config) {
    super("prometheus", STARTS_WITHIN, Life.ofJvm());
    try {
      Files.writeString(folder().resolve("prometheus.yml"), config);
    } catch (IOException e) {
      throw new UncheckedIOException("writing a configuration to " + folder(), e);
    }
  }

  /**
   * Starts a server on a free port; blocks until it is ready.
   *
   * @param config the text of its configuration; files that it names have absolute paths
   * @return the server
   * @throws IllegalStateException if it does not start, with its log
   */
  public static PrometheusServer start(String config) {
    PrometheusServer server = new PrometheusServer(config);
    server.startOrClose(() -> {});
    return server;
  }

  /**
   * Runs promtool to its end; blocks until then.
   *
   * @param arguments its arguments
   * @return what it has written
   * @throws IllegalStateException if it finds something wrong, with what it has written
   */
  public static String promtool(String... arguments) {
    return Script.output(Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList());
  }

  @Override
  List<String> arguments() {
    return List.of("prometheus", "current", folder().toString(), Integer.toString(port()));
  }

  @Override
  Path store() {
    return folder().resolve("data");
  }

  @Override
  boolean greets(Socket socket) throws IOException {
    String request = "GET /-/ready HTTP/1.0\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    byte[] answer = socket.getInputStream().readNBytes("HTTP/1.0 200".length());
    return new String(answer, StandardCharsets.US_ASCII).endsWith(" 200");
  }

  @Override
  public String toString() {
    return "Prometheus server on port " + port();
  }
}
