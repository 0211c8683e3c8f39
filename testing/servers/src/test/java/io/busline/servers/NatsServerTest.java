package io.busline.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NatsServerTest {

  @ParameterizedTest
  @EnumSource
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

  @Test
  void a_server_that_cannot_start_says_why() {
    assertThatThrownBy(() -> NatsServer.start(Release.CURRENT, "no such option"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Parse error");
  }

  @Test
  void three_servers_form_a_cluster() {
    try (NatsCluster cluster = NatsCluster.start(Release.CURRENT)) {
      assertThat(cluster.nodes()).hasSize(3).allMatch(NatsServer::answers);
      assertThat(cluster.addresses()).contains(cluster.nodes().get(2).address());
    }
  }
}
