package io.busline.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.servers.TcpProxy.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private final ServerSocket echo = open();
  private final TcpProxy proxy = TcpProxy.to(echo.getLocalPort());

  @BeforeEach
  void serve() {
    ProxiedConnection.daemon("echo", this::acceptAll).start();
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
    echo.close();
  }

  @Test
  void bytes_pass_both_ways() throws IOException {
    try (Socket socket = connect()) {
      assertThat(echoOf(socket, "hello")).isEqualTo("hello");
    }
    assertThat(proxy.accepted()).isEqualTo(1);
  }

  @Test
  void a_cut_resets_what_is_open_and_lets_new_ones_in() throws IOException {
    try (Socket socket = connect()) {
      echoOf(socket, "hello");
      proxy.cut();
      assertThatThrownBy(() -> echoOf(socket, "hello")).isInstanceOf(SocketException.class);
    }
    try (Socket socket = connect()) {
      assertThat(echoOf(socket, "again")).isEqualTo("again");
    }
  }

  @Test
  void what_is_swallowed_leaves_the_connection_open() throws IOException {
    for (Mode mode : new Mode[] {Mode.SWALLOW, Mode.SWALLOW_REQUESTS, Mode.SWALLOW_ANSWERS}) {
      try (Socket socket = connect()) {
        echoOf(socket, "hello");
        proxy.mode(mode);
        assertThatThrownBy(() -> echoOf(socket, "lost")).isInstanceOf(SocketTimeoutException.class);
        proxy.mode(Mode.PASS);
        assertThat(echoOf(socket, "heard")).isEqualTo("heard");
      }
    }
  }

  @Test
  void new_connections_are_closed_or_babbled_at() throws IOException {
    proxy.mode(Mode.CLOSE);
    try (Socket socket = connect()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    proxy.mode(Mode.BABBLE);
    try (Socket socket = connect()) {
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .contains("who is there");
    }
  }

  @Test
  void a_delay_holds_bytes_up() throws IOException {
    proxy.delay(Duration.ofMillis(30));
    try (Socket socket = connect()) {
      long start = System.nanoTime();
      assertThat(echoOf(socket, "hello")).isEqualTo("hello");
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(60_000_000);
    }
  }

  @Test
  void a_limit_makes_bytes_pass_slowly_and_they_are_counted() throws IOException {
    proxy.limit(10_000);
    try (Socket socket = connect()) {
      long start = System.nanoTime();
      assertThat(echoOf(socket, "x".repeat(2_000))).hasSize(2_000);
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000);
    }
    assertThat(proxy.passed()).isEqualTo(4_000);
  }

  @Test
  void a_new_target_serves_new_connections() throws IOException {
    try (ServerSocket other = open()) {
      proxy.retarget(other.getLocalPort());
      try (Socket socket = connect();
          Socket accepted = other.accept()) {
        socket.getOutputStream().write('x');
        assertThat(accepted.getInputStream().read()).isEqualTo('x');
      }
    }
  }

  private static ServerSocket open() {
    try {
      return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new AssertionError("opening a server", e);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(300);
    return socket;
  }

  private static String echoOf(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    return new String(socket.getInputStream().readNBytes(text.length()), UTF_8);
  }

  private void acceptAll() {
    while (!echo.isClosed()) {
      try {
        Socket socket = echo.accept();
        ProxiedConnection.daemon("echo", () -> answer(socket)).start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void answer(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // The client has gone.
    }
  }
}
