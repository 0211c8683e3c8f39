package io.busline.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The limit is for a machine that is busy building. */
@Tag("slow")
class RabbitServerTest {

  @ParameterizedTest
  @ReleaseSource
  void a_server_is_killed_and_started_again_with_its_port_and_its_data(Release release) {
    try (RabbitServer server = RabbitServer.start(release)) {
      int port = server.port();
      server.control("add_vhost", "kept");

      server.kill();
      assertThat(server.isRunning()).isFalse();
      assertThat(server.answers()).isFalse();
      server.restart();

      assertThat(server.port()).isEqualTo(port);
      assertThat(server.control("list_vhosts")).contains("kept");
    }
  }

  @Test
  void a_server_keeps_its_configuration_and_not_its_data_when_started_empty() {
    try (RabbitServer server = RabbitServer.start(Release.CURRENT, "default_vhost = given")) {
      server.control("add_vhost", "lost");

      server.stop();
      server.restartEmpty();

      assertThat(server.control("list_vhosts")).contains("given").doesNotContain("lost");
    }
  }

  @Test
  void a_frozen_server_does_not_answer_until_it_goes_on() {
    try (RabbitServer server = RabbitServer.start(Release.CURRENT)) {
      server.pause();
      assertThat(server.answers()).isFalse();

      server.resume();

      assertThat(server.answers()).isTrue();
    }
  }

  @Test
  void a_server_that_cannot_start_says_why() {
    assertThatThrownBy(() -> RabbitServer.start(Release.CURRENT, "no.such.option = 1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no.such.option");
  }
}
