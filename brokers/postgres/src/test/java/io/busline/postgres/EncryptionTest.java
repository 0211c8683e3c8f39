package io.busline.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.error.BrokerException;
import io.busline.servers.Authority;
import io.busline.servers.PostgresServer;
import io.busline.servers.Release;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only a server that proves to be the right one is talked to, if tls=true asks for that. */
@Tag("slow")
class EncryptionTest {
  private static final String ENCRYPTED =
      "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
          + " WHERE application_name = 'busline' AND ssl = ";

  @TempDir private static Path folder;
  private static Authority authority;
  private static PostgresServer server;

  @BeforeAll
  static void start() throws Exception {
    authority = new Authority(folder);
    Path both = authority.serverFor("localhost", "-1d", 30);
    Files.setPosixFilePermissions(both, PosixFilePermissions.fromString("rw-------"));
    server =
        PostgresServer.start(
            Release.CURRENT, "ssl=on", "ssl_cert_file=" + both, "ssl_key_file=" + both);
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static String url(String host, Place place, String options) {
    return "postgres://postgres@%s:%d/postgres?schema=%s%s"
        .formatted(host, server.port(), place.schema(), options);
  }

  private static String trusting() {
    return "&tls=true&trust=" + authority.certificate();
  }

  @Test
  void a_server_with_a_certificate_for_its_name_is_talked_to() {
    Place place = new Place(server);
    try (EventBus bus = EventBus.connect(url("localhost", place, trusting()))) {
      bus.publish(Orders.order(1));

      assertThat(place.number(ENCRYPTED + "true")).isPositive();
      assertThat(place.number(ENCRYPTED + "false")).isZero();
    }
  }

  @Test
  void a_certificate_for_another_host_is_refused() {
    assertThatThrownBy(() -> Place.open(url("127.0.0.1", new Place(server), trusting())))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("127.0.0.1");
  }

  @Test
  void a_certificate_that_nobody_trusts_is_refused() {
    assertThatThrownBy(() -> Place.open(url("localhost", new Place(server), "&tls=true")))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("SSL error");
  }

  @Test
  void without_the_option_whoever_answers_is_talked_to_and_encrypted_if_he_can() {
    Place place = new Place(server);
    try (EventBus bus = EventBus.connect(url("127.0.0.1", place, ""))) {
      bus.publish(Orders.order(1));

      assertThat(place.number(ENCRYPTED + "true")).isPositive();
    }
  }

  @Test
  void a_server_that_does_not_encrypt_is_refused_if_it_has_to() {
    try (PostgresServer plain = PostgresServer.start(Release.CURRENT)) {
      assertThatThrownBy(
              () ->
                  Place.open(
                      "postgres://postgres@localhost:%d/postgres%s"
                          .formatted(plain.port(), trusting().replaceFirst("&", "?"))))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("The server does not support SSL");
    }
  }
}
