package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.servers.Authority;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only a server that proves to be the right one is talked to. */
class EncryptionTest {
  @TempDir private static Path folder;
  private static Authority authority;

  @BeforeAll
  static void found() {
    authority = new Authority(folder);
  }

  /** One with a certificate; see {@link Authority#serverFor}. */
  private static NatsServer start(Release release, String host, String begin, int days) {
    Path both = authority.serverFor(host, begin, days);
    return NatsServer.start(
        release, "tls { cert_file: \"%1$s\", key_file: \"%1$s\" }\n".formatted(both));
  }

  private static EventBus connect(NatsServer server, String options) {
    return EventBus.connect("nats://localhost:" + server.port() + options, "shop");
  }

  private static String trusting() {
    return "?tls=true&trust=" + authority.certificate();
  }

  @Test
  void a_server_with_a_certificate_for_its_name_is_talked_to() {
    for (Release release : Release.tested()) {
      try (NatsServer server = start(release, "localhost", "-1d", 30);
          EventBus bus = connect(server, trusting())) {
        assertThat(bus.publish("order.created", "1")).isNotNull();
        assertThat(bus.diagnose())
            .anySatisfy(finding -> assertThat(finding.message()).contains("asks for TLS"));
      }
    }
  }

  @Test
  void a_certificate_for_another_host_is_refused() {
    try (NatsServer server = start(Release.CURRENT, "other.example", "-1d", 30)) {
      assertThatThrownBy(() -> connect(server, trusting()))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("is not for this host");
    }
  }

  @Test
  void a_certificate_nobody_trusted_has_signed_is_refused() {
    try (NatsServer server = start(Release.CURRENT, "localhost", "-1d", 30)) {
      assertThatThrownBy(() -> connect(server, "?tls=true"))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("nobody trusted has signed")
          .hasMessageContaining("trust=FILE");
    }
  }

  @Test
  void a_certificate_that_has_expired_is_refused() {
    try (NatsServer server = start(Release.CURRENT, "localhost", "-10d", 1)) {
      assertThatThrownBy(() -> connect(server, trusting()))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("has expired");
    }
  }

  @Test
  void a_server_without_encryption_is_refused_when_it_was_asked_for() {
    try (NatsServer server = NatsServer.start(Release.CURRENT)) {
      assertThatThrownBy(() -> connect(server, "?tls=true"))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("does not speak TLS");
    }
  }

  @Test
  void a_server_that_asks_for_encryption_is_not_talked_to_without() {
    try (NatsServer server = start(Release.CURRENT, "localhost", "-1d", 30)) {
      assertThatThrownBy(() -> connect(server, ""))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("Add tls=true");
    }
  }

  @Test
  void a_file_without_certificates_is_refused_by_name() throws IOException {
    Path file = Files.writeString(folder.resolve("empty.pem"), "none");

    assertThatThrownBy(() -> EventBus.connect("nats://localhost?tls=true&trust=" + file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("option trust holds no certificates");
  }
}
