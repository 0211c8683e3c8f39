package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.error.EventBusException;
import io.busline.error.PublishFailedException;
import io.busline.logs.Logged;
import io.busline.logs.Warns;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may connect, and that no secret is told to anyone else. */
class AccessTest {
  private static final String CANARY = "c4n4ry@:/%+ \"x";

  /** From the description of NKeys. */
  private static final String SEED = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY";

  private static final String KEY = "UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4";

  private static NatsServer server;
  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    server =
        NatsServer.start(
            Release.CURRENT,
            """
            authorization {
              users = [
                { user: shop, password: "c4n4ry@:/%%+ \\"x" }
                { nkey: %s }
              ]
            }
            """
                .formatted(KEY));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String url(NatsServer at, String user, String options) {
    return "nats://" + user + at.address() + options;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static void assertWorks(String url) {
    try (EventBus bus = EventBus.connect(url, "shop")) {
      assertThat(bus.publish("order.created", "1")).isNotNull();
      assertThat(bus.explain()).doesNotContain("c4n4ry");
    }
  }

  private static String everythingAbout(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void a_user_with_the_right_password_connects() {
    assertWorks(url(server, "shop:" + encoded(CANARY) + "@", ""));
  }

  @Test
  void a_user_with_a_wrong_password_is_refused() {
    assertThatThrownBy(() -> EventBus.connect(url(server, "shop:c4n4ry-wrong@", "")))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("does not accept these credentials");
  }

  @Test
  void whoever_says_nothing_is_refused() {
    assertThatThrownBy(() -> EventBus.connect(url(server, "", "")))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("does not accept these credentials");
  }

  @Test
  @Tag("old")
  void a_token_connects() {
    try (NatsServer other =
        NatsServer.start(Release.OLD, "authorization { token: c4n4ry-token }\n")) {
      assertWorks(url(other, "c4n4ry-token@", ""));
      assertThatThrownBy(() -> EventBus.connect(url(other, "c4n4ry-other@", "")))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("does not accept these credentials");
    }
  }

  @Test
  void a_key_in_a_file_connects() throws IOException {
    Path bare = Files.writeString(folder.resolve("user.nk"), SEED + "\n");
    Path wrapped =
        Files.writeString(
            folder.resolve("user.creds"),
            "-----BEGIN USER NKEY SEED-----\n%s\n------END USER NKEY SEED------\n".formatted(SEED));

    assertWorks(url(server, "", "?credentials=" + bare));
    assertWorks(url(server, "", "?credentials=" + wrapped));
  }

  @Test
  void a_file_without_a_key_is_refused_without_quoting_it() throws IOException {
    Path file = Files.writeString(folder.resolve("user.creds"), "c4n4ry");

    assertThatThrownBy(() -> EventBus.connect(url(server, "", "?credentials=" + file)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("holds no seed")
        .hasMessageNotContaining("c4n4ry");
  }

  @Test
  void credentials_do_not_travel_in_plain_text_to_another_machine() {
    assertThatThrownBy(() -> EventBus.connect("nats://shop:c4n4ry@nats.example"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Add tls=true")
        .hasMessageNotContaining("c4n4ry");
  }

  @Test
  void no_secret_is_told_when_connecting_fails() {
    try (Logged logged = new Logged();
        TcpProxy proxy = TcpProxy.to(server.port())) {
      String secret = encoded("c4n4ry@:/%+ ");
      proxy.mode(Mode.BABBLE);

      for (String url :
          new String[] {
            "nats://shop:%s@127.0.0.1:1".formatted(secret),
            "nats://shop:%s@%s".formatted(secret, server.address()),
            "nats://shop:%s@%s".formatted(secret, proxy.address()),
            "nats://shop:%s@%s?tls=true".formatted(secret, server.address()),
            "nats://shop:%s@no-such-host.invalid?insecure=true".formatted(secret),
            "nats://shop:c4n4ry%%zz@%s".formatted(server.address()),
            "nats://shop:%s@%s?dead-letters=sqlite:".formatted(secret, server.address())
          }) {
        assertThatThrownBy(() -> EventBus.connect(url))
            .isInstanceOf(EventBusException.class)
            .satisfies(failure -> assertThat(everythingAbout(failure)).doesNotContain("c4n4ry"));
      }
      assertThat(logged.text()).doesNotContain("c4n4ry");
    }
  }

  @Test
  @Warns("is lost")
  void no_secret_is_told_when_the_connection_is_lost() {
    try (Logged logged = new Logged();
        TcpProxy proxy = TcpProxy.to(server.port());
        EventBus bus =
            EventBus.connect(
                "nats://shop:%s@%s".formatted(encoded(CANARY), proxy.address()), "shop")) {
      proxy.mode(Mode.CLOSE);
      proxy.cut();

      assertThatThrownBy(
              () -> {
                while (!Thread.interrupted()) {
                  bus.publish("order.created", "1");
                }
              })
          .satisfies(failure -> assertThat(everythingAbout(failure)).doesNotContain("c4n4ry"));
      assertThat(bus.health().toString() + bus.diagnose() + bus.explain()).doesNotContain("c4n4ry");
      assertThat(logged.text()).doesNotContain("c4n4ry");
    }
  }

  @Test
  @Warns("is lost")
  @Warns(value = "says: Authorization Violation", orMore = true)
  void a_password_that_is_changed_is_told_and_ends_the_connection() {
    try (NatsServer changed =
            NatsServer.start(
                Release.CURRENT, "authorization { user: shop, password: something-else }");
        TcpProxy proxy = TcpProxy.to(server.port());
        EventBus bus =
            EventBus.connect(
                "nats://shop:%s@%s".formatted(encoded(CANARY), proxy.address()), "shop")) {
      proxy.retarget(changed.port());
      proxy.cut();

      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!bus.health().toString().contains("ended for good")) {
        assertThat(System.nanoTime() - deadline).as(bus.health().toString()).isNegative();
        LockSupport.parkNanos(10_000_000);
      }
      assertThat(bus.health().toString())
          .contains("no longer accepts the credentials. Renew them. Open a new bus")
          .doesNotContain("c4n4ry");
      assertThatThrownBy(() -> bus.publish("order.created", "1"))
          .isInstanceOf(PublishFailedException.class);
    }
  }

  @Test
  void settings_show_no_secret() {
    String url = "nats://shop:c4n4ry@localhost?dead-letters=jetstream://a:c4n4ry@localhost";

    assertThat(NatsSettings.readCore(BusUrl.parse(url)).toString()).doesNotContain("c4n4ry");
  }
}
