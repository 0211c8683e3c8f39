package io.busline.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.servers.TcpProxy.Mode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
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
  private static final Mode[] SWALLOWING = {
    Mode.SWALLOW, Mode.SWALLOW_REQUESTS, Mode.SWALLOW_ANSWERS
  };

  /** Numbers in a stream repeat after so many; no buffer's size is a multiple of it. */
  private static final int PRIME = 113;

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
  void what_is_swallowed_leaves_the_connection_open_until_bytes_pass_again() throws IOException {
    for (Mode mode : SWALLOWING) {
      try (Socket socket = connect()) {
        echoOf(socket, "hello");
        proxy.mode(mode);
        lose(socket);
        socket.setSoTimeout(50);
        assertThatThrownBy(() -> socket.getInputStream().read())
            .isInstanceOf(SocketTimeoutException.class);

        proxy.mode(Mode.PASS);

        assertThatThrownBy(() -> echoOf(socket, "late")).isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  void no_byte_follows_one_that_was_swallowed() throws IOException {
    for (Mode mode : SWALLOWING) {
      Mode other = mode == Mode.SWALLOW_ANSWERS ? Mode.SWALLOW_REQUESTS : Mode.SWALLOW_ANSWERS;
      for (Mode later : new Mode[] {Mode.PASS, Mode.CLOSE, other}) {
        proxy.mode(Mode.PASS);
        try (Socket socket = connect()) {
          echoOf(socket, "hello");
          proxy.mode(mode);
          lose(socket);
          long passed = proxy.passed();

          proxy.mode(later);

          assertThatThrownBy(() -> echoOf(socket, "late")).isInstanceOf(IOException.class);
          assertThat(proxy.passed()).as("after %s, then %s", mode, later).isEqualTo(passed);
        }
      }
    }
  }

  @Test
  void a_connection_that_has_lost_nothing_goes_on() throws IOException {
    try (Socket socket = connect()) {
      echoOf(socket, "hello");
      proxy.mode(Mode.SWALLOW);
      proxy.mode(Mode.PASS);

      assertThat(echoOf(socket, "again")).isEqualTo("again");
    }
  }

  /** What a client sends while the mode changes and changes back: a beginning of it arrives. */
  @Test
  void a_stream_is_cut_off_and_never_has_a_hole() throws IOException {
    try (ServerSocket server = open()) {
      proxy.retarget(server.getLocalPort());
      for (int round = 0; round < 5; round++) {
        try (Socket socket = connect();
            Socket accepted = server.accept()) {
          ProxiedConnection.daemon("counting", () -> count(socket)).start();
          InputStream in = new BufferedInputStream(accepted.getInputStream());
          assertThat(in.readNBytes(1_000)).isEqualTo(counted(0, 1_000));

          long before = proxy.swallowed();
          proxy.mode(Mode.SWALLOW_REQUESTS);
          Await.until("some are lost", () -> proxy.swallowed() > before, proxy::swallowed);
          proxy.mode(Mode.PASS);

          assertNoHole(in, 1_000, 2_000_000);
        }
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

  /** The line to the server is not yet there when the cut comes. */
  @Test
  void a_cut_resets_a_connection_that_is_just_opened() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
        Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
      proxy.retarget(full.getLocalPort());
      try (Socket socket = connect()) {
        Await.until("it is accepted", () -> proxy.accepted() == 1, proxy::accepted);
        proxy.cut();
        full.accept().close();
        full.accept().close();

        assertThatThrownBy(() -> echoOf(socket, "hello")).isInstanceOf(SocketException.class);
      }
      assertThat(first.isConnected() && second.isConnected()).isTrue();
    }
  }

  @Test
  void a_client_that_goes_at_once_does_not_end_the_proxy() throws IOException {
    proxy.mode(Mode.BABBLE);
    for (int i = 0; i < 200; i++) {
      Socket socket = connect();
      socket.setSoLinger(true, 0);
      socket.close();
    }
    proxy.mode(Mode.PASS);
    try (Socket socket = connect()) {
      assertThat(echoOf(socket, "hello")).isEqualTo("hello");
    }
  }

  private void lose(Socket socket) throws IOException {
    long before = proxy.swallowed();
    socket.getOutputStream().write("lost".getBytes(UTF_8));
    Await.until("it is lost", () -> proxy.swallowed() == before + 4, proxy::swallowed);
  }

  private static byte[] counted(long from, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ((from + i) % PRIME);
    }
    return bytes;
  }

  /** Sends numbers for as long as it is let. */
  private static void count(Socket socket) {
    try {
      while (true) {
        socket.getOutputStream().write(counted(0, 100 * PRIME));
      }
    } catch (IOException e) {
      // It was cut.
    }
  }

  /** Reads on until the stream ends, or so much has come that it was not cut. */
  private static void assertNoHole(InputStream in, long from, long enough) {
    try {
      for (long at = from; at < enough; at++) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        if (next != at % PRIME) {
          throw new AssertionError("byte %d is %d".formatted(at, next));
        }
      }
    } catch (IOException e) {
      // It was cut.
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
    socket.setSoTimeout(20_000);
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
