package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.error.EventBusException;
import io.busline.logs.Logged;
import io.busline.servers.Authority;
import io.busline.servers.TcpProxy;
import io.busline.servers.TcpProxy.Mode;
import io.busline.spi.BusUrl;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may connect, to whom, and that no secret is told to anyone else. */
class AccessTest {
  private static final String CANARY = "c4n4ry@:/%+ \"x";

  @TempDir private static Path folder;
  @TempDir private static Path otherFolder;
  private static Authority authority;
  private static SecureServer server;

  @BeforeAll
  static void start() {
    authority = new Authority(folder);
    server = SecureServer.start(CANARY, authority.serverFor("localhost", "-1d", 30));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String right() {
    return "kafka://shop:" + encoded(CANARY) + "@";
  }

  private static void assertWorks(String url) {
    try (Logged logged = new Logged();
        EventBus bus = EventBus.connect(url, "shop")) {
      assertThat(bus.publish("order.created", "1")).isNotNull();
      assertThat(bus.explain() + bus.diagnose() + logged.text()).doesNotContain("c4n4ry");
    }
  }

  private static String everythingAbout(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void a_user_with_the_right_password_connects() {
    assertWorks(right() + server.plainAddress());
  }

  @Test
  void a_user_with_the_right_password_connects_encrypted() {
    assertWorks(right() + server.encryptedAddress() + "?tls=true&trust=" + authority.certificate());
  }

  @Test
  void a_user_with_a_wrong_password_is_refused() {
    assertThatThrownBy(() -> EventBus.connect("kafka://shop:c4n4ry-wrong@" + server.plainAddress()))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("does not accept the credentials");
  }

  @Test
  void another_way_of_giving_the_password_than_the_server_knows_is_refused() {
    assertThatThrownBy(
            () -> EventBus.connect(right() + server.plainAddress() + "?sasl=scram-sha-512"))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("option sasl");
  }

  @Test
  void a_user_shows_by_scram_that_he_knows_the_password() {
    assertWorks(right() + server.plainAddress() + "?sasl=scram-sha-256");
    assertWorks(
        right()
            + server.encryptedAddress()
            + "?sasl=scram-sha-512&tls=true&trust="
            + authority.certificate());
  }

  @Test
  void a_user_who_does_not_know_the_password_is_refused_by_scram() {
    String url = "kafka://shop:c4n4ry-wrong@" + server.plainAddress() + "?sasl=scram-sha-256";

    assertThatThrownBy(() -> EventBus.connect(url))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("does not accept the credentials")
        .satisfies(failure -> assertThat(everythingAbout(failure)).doesNotContain("c4n4ry"));
  }

  @Test
  void who_bears_a_token_connects() throws IOException {
    assertWorks(bearing(token(Instant.now().plusSeconds(3_600))));
  }

  @Test
  void who_bears_a_token_that_has_expired_or_is_none_is_refused() throws IOException {
    for (String token : new String[] {token(Instant.now().minusSeconds(60)), "c4n4ry", "c4 n4ry"}) {
      String url = bearing(token);

      assertThatThrownBy(() -> EventBus.connect(url))
          .as(token)
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("token")
          .satisfies(
              failure ->
                  assertThat(everythingAbout(failure))
                      .doesNotContain(token)
                      .doesNotContain("n4ry"));
    }
  }

  /** The server of the tests takes unsigned ones. */
  private static String token(Instant expires) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String claims =
        "{\"sub\":\"shop\",\"iat\":%d,\"exp\":%d}"
            .formatted(expires.getEpochSecond() - 7_200, expires.getEpochSecond());
    return encoder.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".";
  }

  private static String bearing(String token) throws IOException {
    Path file = Files.createTempFile(folder, "token", "");
    Files.writeString(file, token + "\n");
    return "kafka://" + server.plainAddress() + "?sasl=oauthbearer&token=" + file;
  }

  @Test
  void a_server_whose_certificate_nobody_trusted_has_signed_is_refused() {
    Path other = new Authority(otherFolder).certificate();

    for (String trust : new String[] {"", "&trust=" + other}) {
      assertThatThrownBy(
              () -> EventBus.connect(right() + server.encryptedAddress() + "?tls=true" + trust))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("there is no trust");
    }
  }

  @Test
  void a_server_with_a_certificate_for_another_host_is_refused() {
    String address = server.encryptedAddress().replace("localhost", "127.0.0.1");

    assertThatThrownBy(
            () ->
                EventBus.connect(right() + address + "?tls=true&trust=" + authority.certificate()))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("host name");
  }

  @Test
  void credentials_do_not_travel_in_plain_text_to_another_machine() {
    assertThatThrownBy(() -> EventBus.connect("kafka://shop:c4n4ry@kafka.example"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Add tls=true")
        .hasMessageNotContaining("c4n4ry");
  }

  @Test
  void no_secret_is_told_when_connecting_fails() {
    try (Logged logged = new Logged();
        TcpProxy proxy = TcpProxy.to(server.server().port())) {
      String secret = encoded("c4n4ry@:/%+ ");
      proxy.mode(Mode.CLOSE);

      for (String url :
          new String[] {
            "kafka://shop:%s@%s".formatted(secret, server.plainAddress()),
            "kafka://shop:%s@%s".formatted(secret, proxy.address()),
            "kafka://shop:%s@%s?tls=true".formatted(secret, server.plainAddress()),
            "kafka://shop:%s@no-such-host.invalid?insecure=true".formatted(secret),
            "kafka://shop:%s@%s?sasl=none".formatted(secret, server.plainAddress()),
            "kafka://shop:%s@%s?tls=true&trust=%s"
                .formatted(secret, server.encryptedAddress(), Path.of("/dev/null")),
            "kafka://shop:c4n4ry%%zz@%s".formatted(server.plainAddress())
          }) {
        assertThatThrownBy(() -> EventBus.connect(url))
            .isInstanceOf(EventBusException.class)
            .satisfies(failure -> assertThat(everythingAbout(failure)).doesNotContain("c4n4ry"));
      }
      assertThat(logged.text()).doesNotContain("c4n4ry");
    }
  }

  @Test
  void settings_show_no_secret_and_refuse_what_they_do_not_know() {
    assertThat(KafkaSettings.read(BusUrl.parse("kafka://shop:c4n4ry@localhost")).toString())
        .doesNotContain("c4n4ry");
    for (String wrong :
        new String[] {
          "kafka://localhost?acks=1",
          "kafka://localhost?sasl=plain",
          "kafka://localhost?sasl=kerberos",
          "kafka://localhost?sasl=oauthbearer",
          "kafka://shop:c4n4ry@localhost?sasl=oauthbearer&token=/dev/null",
          "kafka://localhost?token=/dev/null",
          "kafka://localhost?protocol=new",
          "kafka://localhost?partitions=0",
          "kafka://localhost?trust=/no/such/file",
          "kafka://localhost/path",
          "kafka:localhost"
        }) {
      assertThatThrownBy(() -> KafkaSettings.read(BusUrl.parse(wrong)))
          .as(wrong)
          .isInstanceOf(ConfigurationException.class);
    }
  }
}
