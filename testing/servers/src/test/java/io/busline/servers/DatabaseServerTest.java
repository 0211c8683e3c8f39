package io.busline.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

class DatabaseServerTest {

  @ParameterizedTest
  @ReleaseSource
  void postgresql_is_killed_and_started_again_on_its_port(Release release) {
    try (PostgresServer server = PostgresServer.start(release)) {
      comesBack(server);
    }
  }

  @ParameterizedTest
  @ReleaseSource
  @Tag("slow")
  void mariadb_is_killed_and_started_again_on_its_port(Release release) {
    try (MariadbServer server = MariadbServer.start(release)) {
      comesBack(server);
    }
  }

  @Test
  void postgres_ends_although_somebody_is_connected() throws IOException {
    try (PostgresServer server = PostgresServer.start(Release.CURRENT);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      assertThat(server.greets(client)).isTrue();

      server.stop();

      assertThat(server.isRunning()).isFalse();
    }
  }

  @Test
  void postgres_starts_again_when_the_last_process_of_the_killed_one_has_ended() throws Exception {
    try (PostgresServer server = PostgresServer.start(Release.CURRENT)) {
      ProcessHandle child =
          ProcessHandle.of(server.pid())
              .orElseThrow()
              .children()
              .filter(each -> each.info().command().orElse("").endsWith("postgres"))
              .findFirst()
              .orElseThrow();
      signal("STOP", child);
      server.kill();

      CompletableFuture<Void> restarted = CompletableFuture.runAsync(server::restart);
      try {
        Await.until("a start is barred", () -> server.isBarred(server.log()), server::log);
        assertThat(restarted).isNotDone();
      } finally {
        signal("KILL", child);
      }

      restarted.get();
      assertThat(server.answers()).isTrue();
    }
  }

  private static void signal(String name, ProcessHandle process)
      throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  @Test
  void a_server_that_cannot_start_says_why() {
    assertThatThrownBy(() -> PostgresServer.start(Release.CURRENT, "shared_buffers=nonsense"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("shared_buffers");
  }

  private static void comesBack(Server server) {
    int port = server.port();
    server.kill();
    assertThat(server.answers()).isFalse();

    server.restart();

    assertThat(server.port()).isEqualTo(port);
    assertThat(server.answers()).isTrue();
  }
}
