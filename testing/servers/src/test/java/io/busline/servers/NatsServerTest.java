package io.busline.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class NatsServerTest {

  @ParameterizedTest
  @ReleaseSource
  void a_server_is_killed_and_started_again_on_its_port(Release release) {
    try (NatsServer server = NatsServer.start(release)) {
      int port = server.port();

      server.kill();
      assertThat(server.isRunning()).isFalse();
      assertThat(server.answers()).isFalse();
      server.restart();

      assertThat(server.answers()).isTrue();
      assertThat(server.port()).isEqualTo(port);
    }
  }

  @Test
  void a_frozen_server_does_not_answer_until_it_goes_on() {
    try (NatsServer server = NatsServer.start(Release.CURRENT)) {
      server.pause();
      assertThat(server.answers()).isFalse();

      server.resume();

      assertThat(server.answers()).isTrue();
    }
  }

  @ParameterizedTest
  @ReleaseSource
  void a_server_takes_another_configuration_while_it_runs(Release release) {
    try (NatsServer server = NatsServer.start(release, "max_payload: 1000\n")) {
      assertThat(info(server)).contains("\"max_payload\":1000,");

      server.reload("max_payload: 2000\n");

      Await.until("it is so", () -> info(server).contains("\"max_payload\":2000,"), server::log);
    }
  }

  private static String info(NatsServer server) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      return in.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException("reading what " + server + " says first", e);
    }
  }

  @Test
  void a_server_that_cannot_start_says_why() {
    assertThatThrownBy(() -> NatsServer.start(Release.CURRENT, "no such option"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Parse error");
  }

  @Test
  void a_server_that_ends_while_starting_is_started_anew() {
    try (NatsServer server = NatsServer.start(Release.CURRENT);
        Stranger stranger = new Stranger(server)) {
      server.restart();

      assertThat(server.answers()).isTrue();
      assertThat(stranger.text()).contains("address already in use");
    }
  }

  @Test
  void three_servers_form_a_cluster() {
    try (NatsCluster cluster = NatsCluster.start(Release.CURRENT)) {
      assertThat(cluster.nodes()).hasSize(3).allMatch(NatsServer::answers);
      assertThat(cluster.addresses()).contains(cluster.nodes().get(2).address());
    }
  }

  /** A stranger on the port of a server that is stopped, who leaves once it is said. */
  private static final class Stranger extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger(Server.class.getName());
    private final StringBuilder text = new StringBuilder();
    private final ServerSocket socket;

    Stranger(NatsServer server) {
      server.stop();
      try {
        socket = new ServerSocket(server.port(), 1, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException("taking the port of " + server, e);
      }
      logger.setLevel(Level.FINE);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
      text.append(new SimpleFormatter().format(record));
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException("leaving the port", e);
      }
    }

    String text() {
      return text.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setLevel(null);
    }
  }
}
