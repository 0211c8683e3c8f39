package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.servers.Authority;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only a server that proves to be the right one is talked to. */
class EncryptionTest {
  @TempDir private static Path folder;
  private static RabbitServer server;
  private static Authority authority;

  @BeforeAll
  static void start() {
    server = RabbitServer.start(Release.CURRENT);
    authority = new Authority(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TlsFront front(String host) {
    return new TlsFront(authority.contextFor(host), server.port());
  }

  private static String trusting() {
    return "?trust=" + authority.certificate();
  }

  private static EventBus connect(int port, String options) {
    return EventBus.connect("amqps://guest:guest@localhost:" + port + options, "shop");
  }

  @Test
  void a_server_with_a_certificate_for_its_name_is_talked_to() {
    CopyOnWriteArrayList<String> received = new CopyOnWriteArrayList<>();
    try (Shop shop = new Shop(server);
        TlsFront front = front("localhost");
        EventBus bus = connect(front.port(), trusting())) {
      bus.broadcast()
          .on("order.created", byte[].class, event -> received.add(Shop.text(event)))
          .subscribe();

      bus.publish("order.created", "1");

      shop.await("it arrives", () -> received.contains("\"1\""));
    }
  }

  @Test
  void a_certificate_for_another_host_is_refused() {
    try (TlsFront front = front("other.example")) {
      assertThatThrownBy(() -> connect(front.port(), trusting()))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("is not for this host");
    }
  }

  @Test
  void a_certificate_nobody_trusted_has_signed_is_refused() {
    try (TlsFront front = front("localhost")) {
      assertThatThrownBy(() -> connect(front.port(), ""))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("nobody trusted has signed")
          .hasMessageContaining("trust=FILE");
    }
  }

  @Test
  void a_server_without_encryption_is_refused_when_it_was_asked_for() {
    assertThatThrownBy(() -> connect(server.port(), ""))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("do not agree on how to encrypt");
  }

  @Test
  void a_file_without_certificates_is_refused_by_name() throws IOException {
    Path file = Files.writeString(folder.resolve("nothing.pem"), "nothing");

    assertThatThrownBy(() -> connect(server.port(), "?trust=" + file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nothing.pem");
  }
}
