package io.busline.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The limit is for a machine that is busy building. */
class KafkaServerTest {

  @ParameterizedTest
  @ReleaseSource
  void a_server_freezes_and_is_killed_and_started_again_on_its_port(Release release) {
    try (KafkaServer server = KafkaServer.start(release)) {
      int port = server.port();

      server.pause();
      assertThat(server.answers()).isFalse();
      server.resume();
      assertThat(server.answers()).isTrue();

      server.kill();
      assertThat(server.isRunning()).isFalse();
      assertThat(server.answers()).isFalse();
      server.restart();

      assertThat(server.port()).isEqualTo(port);
      assertThat(server.answers()).isTrue();
    }
  }

  @Test
  void a_server_that_cannot_start_says_why() {
    assertThatThrownBy(
            () -> KafkaServer.start(Release.CURRENT, Map.of("num.partitions", "nonsense")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("num.partitions");
  }
}
