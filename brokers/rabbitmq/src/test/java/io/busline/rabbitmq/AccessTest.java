package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.error.EventBusException;
import io.busline.logs.Logged;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.servers.TcpProxy;
import io.busline.servers.TcpProxy.Mode;
import io.busline.spi.BusUrl;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may connect, and that no secret is told to anyone else. */
class AccessTest {
  private static final String CANARY = "c4n4ry@:/%+ \"x";

  private static RabbitServer server;

  @BeforeAll
  static void start() {
    server = RabbitServer.start(Release.CURRENT);
    server.control("add_user", "shop", CANARY);
    server.control("add_vhost", "sales/eu");
    server.control("add_vhost", "secret");
    server.control("set_permissions", "-p", "sales/eu", "shop", ".*", ".*", ".*");
    server.control("add_user", "reader", "c4n4ry");
    server.control("set_permissions", "-p", "sales/eu", "reader", "^$", "^$", ".*");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String url(String user, String password, String rest) {
    return "amqp://%s:%s@%s%s".formatted(user, encoded(password), server.address(), rest);
  }

  private static String everythingAbout(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void a_user_with_the_right_password_publishes_in_a_virtual_host() {
    try (EventBus bus = EventBus.connect(url("shop", CANARY, "/sales%2Feu"), "shop")) {
      assertThat(bus.publish("order.created", "1")).isNotNull();
      assertThat(bus.explain() + bus.diagnose() + bus.health()).doesNotContain("c4n4ry");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shop   | c4n4ry-wrong | /sales%2Feu | does not accept this user and password",
        "nobody | c4n4ry       | /sales%2Feu | does not accept this user and password",
        "shop   | RIGHT        | /c4n4ri     | virtual host c4n4ri",
        "shop   | RIGHT        | /secret     | virtual host secret",
        "reader | c4n4ry       | /sales%2Feu | ACCESS_REFUSED",
      })
  void who_may_not_connect_is_told_why(String user, String password, String path, String why) {
    String secret = password.equals("RIGHT") ? CANARY : password;

    assertThatThrownBy(() -> EventBus.connect(url(user, secret, path)))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining(why)
        .satisfies(failure -> assertThat(everythingAbout(failure)).doesNotContain("c4n4ry"));
  }

  @Test
  void a_server_that_hangs_up_while_it_starts_is_asked_again() {
    try (TcpProxy proxy = TcpProxy.to(server.port())) {
      String url = "amqp://guest:guest@" + proxy.address();
      proxy.mode(Mode.CLOSE);
      assertThatThrownBy(() -> EventBus.connect(url))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("The server may be starting");

      int before = proxy.accepted();
      CompletableFuture<EventBus> connected =
          CompletableFuture.supplyAsync(() -> EventBus.connect(url));
      while (proxy.accepted() == before) {
        Thread.onSpinWait();
      }
      proxy.mode(Mode.PASS);

      try (EventBus bus = connected.join()) {
        assertThat(bus.publish("order.created", "1")).isNotNull();
      }
    }
  }

  @Test
  void no_secret_is_told_when_connecting_fails() {
    try (Logged logged = new Logged();
        TcpProxy proxy = TcpProxy.to(server.port())) {
      proxy.mode(Mode.BABBLE);
      String secret = "shop:" + encoded("c4n4ry@:/%+ ");

      for (String url :
          new String[] {
            "amqp://%s@127.0.0.1:1".formatted(secret),
            "amqp://%s@%s".formatted(secret, proxy.address()),
            "amqps://%s@%s".formatted(secret, server.address()),
            "amqp://%s@no-such-host.invalid?insecure=true".formatted(secret),
            "amqp://shop:c4n4ry%%zz@%s".formatted(server.address()),
          }) {
        assertThatThrownBy(() -> EventBus.connect(url))
            .isInstanceOf(EventBusException.class)
            .satisfies(failure -> assertThat(everythingAbout(failure)).doesNotContain("c4n4ry"));
      }
      assertThat(logged.text()).doesNotContain("c4n4ry");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "amqp://shop:c4n4ry@rabbit.example       | Write amqps://",
        "amqp:x                                  | needs a server",
        "amqp://localhost?partitions=0           | from 1 to 64",
        "amqp://localhost?queue=quorums          | Did you mean quorum?",
        "amqp://localhost?topologie=none         | Did you mean topology?",
        "amqp://localhost?exchange=a*            | exchange",
        "amqp://localhost?exchange=amq.topic     | exchange",
        "amqp://localhost?prefix=kafka           | prefix",
        "amqp://localhost?trust=/etc/hostname    | Write amqps://",
        "amqps://localhost?trust=/no/such/file   | cannot be read",
      })
  void a_wrong_url_is_refused_with_what_to_do(String url, String hint) {
    assertThatThrownBy(() -> RabbitSettings.read(BusUrl.parse(url)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(hint)
        .hasMessageNotContaining("c4n4ry");
  }

  @Test
  void of_several_servers_the_first_that_answers_is_used() {
    String url = "amqp://guest:guest@127.0.0.1:1,%s".formatted(server.address());

    try (EventBus bus = EventBus.connect(url, "shop")) {
      assertThat(bus.publish("order.created", "1")).isNotNull();
    }
  }
}
