package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.event.Event;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.protobuf.ProtobufEventFormat;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import io.busline.testkit.Recorder;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Programs that know NATS and nothing of Busline. */
class ForeignClientTest {
  record Order(String number, int items) {}

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static NatsServer server;
  private EventBus bus;
  private Connection foreign;

  @BeforeAll
  static void start() {
    server = NatsServer.start(Release.CURRENT);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void connect() {
    bus = EventBus.connect("nats://" + server.address(), "shop");
    foreign = PlainClient.connect(server);
  }

  @AfterEach
  void close() throws InterruptedException {
    foreign.close();
    bus.close();
  }

  private void subscribe(String type, Recorder<Order> orders) {
    bus.subscription("billing").on(type, Order.class, orders).discardFailed().subscribe();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void bare_json_reaches_a_typed_handler() {
    Recorder<Order> orders = new Recorder<>();
    subscribe("order.created", orders);

    foreign.publish("order.created", utf8("{\"number\":\"o-1\",\"items\":2}"));
    foreign.publish("order.created", utf8("{\"number\":\"o-2\",\"items\":3}"));

    assertThat(orders.awaitCount(2)).extracting(Event::type).containsOnly("order.created");
    assertThat(orders.data()).containsExactly(new Order("o-1", 2), new Order("o-2", 3));
    assertThat(orders.events()).extracting(Event::id).doesNotHaveDuplicates();
  }

  @Test
  void an_event_is_plain_json_with_headers_of_cloudevents() throws InterruptedException {
    Subscription subscription = foreign.subscribe("order.created");
    awaitServer();

    bus.publish(
        Event.builder("order.created", new Order("o-1", 2)).id("1").extension("who", "é x"));

    Message message = subscription.nextMessage(PATIENCE);
    assertThat(new String(message.getData(), StandardCharsets.UTF_8))
        .isEqualTo("{\"number\":\"o-1\",\"items\":2}");
    Headers headers = message.getHeaders();
    assertThat(headers.getFirst("ce-specversion")).isEqualTo("1.0");
    assertThat(headers.getFirst("ce-id")).isEqualTo("1");
    assertThat(headers.getFirst("ce-type")).isEqualTo("order.created");
    assertThat(headers.getFirst("ce-source")).isEqualTo("shop");
    assertThat(headers.getFirst("ce-datacontenttype")).isEqualTo("application/json");
    assertThat(headers.getFirst("ce-who")).isEqualTo("%C3%A9%20x");
  }

  /** The client's flush may return before; see {@link Connector#hasRead}. */
  private void awaitServer() {
    try {
      foreign.RTT();
    } catch (IOException e) {
      throw new AssertionError("the server does not answer", e);
    }
  }

  @Test
  void a_whole_event_in_json_is_understood() {
    Recorder<Order> orders = new Recorder<>();
    subscribe("order.created", orders);

    foreign.publish(
        "order.created",
        new Headers().put("content-type", "application/cloudevents+json; charset=UTF-8"),
        utf8(
            """
            {"specversion":"1.0","id":"7","source":"/legacy","type":"order.created",
             "data":{"number":"o-7","items":1}}"""));

    Event<Order> event = orders.awaitCount(1).get(0);
    assertThat(event.id()).isEqualTo("7");
    assertThat(event.source()).isEqualTo("/legacy");
    assertThat(event.data()).isEqualTo(new Order("o-7", 1));
  }

  @Test
  void a_whole_event_in_protobuf_is_understood() {
    Recorder<Order> orders = new Recorder<>();
    subscribe("order.created", orders);

    foreign.publish(
        "order.created",
        new Headers().put("content-type", "application/cloudevents+protobuf"),
        new ProtobufEventFormat()
            .write(
                Event.builder("order.created", utf8("{\"number\":\"o-8\",\"items\":1}"))
                    .id("8")
                    .source("/legacy")
                    .dataContentType("application/json")
                    .build()));

    Event<Order> event = orders.awaitCount(1).get(0);
    assertThat(event.id()).isEqualTo("8");
    assertThat(event.data()).isEqualTo(new Order("o-8", 1));
  }

  /** Publishers write them, and the client ends at the first of them if it is let. */
  @Test
  @Warns("has a '%' without two hexadecimal digits")
  void characters_that_are_not_ascii_are_refused_and_what_follows_is_read() throws IOException {
    Recorder<Order> orders = new Recorder<>();
    subscribe("order.created", orders);
    String block = "NATS/1.0\r\nce-subject: für Zoë\r\nnoté: é\r\n\r\n";
    int length = utf8(block).length;

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String body = "{\"number\":\"ü\",\"items\":1}";
      int size = utf8(body).length;
      socket
          .getOutputStream()
          .write(
              utf8(
                  "CONNECT {\"verbose\":false,\"headers\":true}\r\n"
                      + "HPUB order.created %d %d\r\n%s%s\r\n"
                          .formatted(length, length + size, block, body)
                      + "PUB order.created %d\r\n%s\r\nPING\r\n".formatted(size, body)));

      assertThat(orders.awaitCount(1).get(0).data()).isEqualTo(new Order("ü", 1));
    }
    assertThat(bus.health().status()).isEqualTo(Health.Status.UP);
  }

  /** The client stops reading, and finds out when its pings are not answered. */
  @Test
  @Tag("slow")
  @MayWarn({"is lost", "is RECOVERING"})
  void headers_that_are_none_end_a_connection_that_comes_back() throws IOException {
    Recorder<Order> orders = new Recorder<>();
    subscribe("order.created", orders);

    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              utf8(
                  String.join(
                      "\r\n",
                      "CONNECT {\"verbose\":false,\"headers\":true}",
                      "HPUB order.created 22 22",
                      "NATS/1.0",
                      "no-colon",
                      "",
                      "",
                      "PING",
                      "")));
      // Else an event might arrive before the message does that ends the connection.
      awaitPong(socket);
      long deadline = System.nanoTime() + Duration.ofSeconds(50).toNanos();
      while (orders.events().isEmpty()) {
        foreign.publish("order.created", utf8("{\"number\":\"o-1\",\"items\":1}"));
        awaitServer();
        assertThat(System.nanoTime()).as("events arrive again").isLessThan(deadline);
      }
    }
  }

  private static void awaitPong(Socket socket) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    while (!"PONG".equals(lines.readLine())) {
      assertThat(socket.isConnected()).isTrue();
    }
  }

  /** Written byte by byte, as no client would. */
  @Test
  @Warns(value = "is discarded: io.busline.Undecodable: ", times = 10)
  void hostile_subjects_and_headers_do_no_harm() throws IOException {
    Recorder<byte[]> all = new Recorder<>();
    bus.broadcast().onPattern(">", byte[].class, all).discardFailed().subscribe();
    String[] subjects = {"a/b", "..", "a b", "h\u202Ex", "$JS.API.STREAM.DELETE.X", "a\0b", "_x.y"};
    String[] headers = {
      "ce-specversion: 9.9\r\nce-id: 1\r\n",
      "ce-specversion: 1.0\r\nce-id: \r\nce-source: x\r\nce-type: order.created\r\n",
      "ce-specversion: 1.0\r\nce-id: 1\r\nce-source: x\r\nce-type: $JS.API.STREAM.DELETE.X\r\n",
      "ce-specversion: 1.0\r\nce-id: %zz\r\nce-source: %C0%A0\r\nce-type: a.>\r\n",
      "ce-id: 1\r\nce-id: 2\r\nCE-ID: 3\r\n",
      "Nats-Rollup: all\r\nNats-Msg-Id: 1\r\nNats-Expected-Stream: x\r\nx-death: 1\r\n",
      "content-type: application/cloudevents+json\r\n",
      "ce-Upper_Case: 1\r\nce-: 1\r\nce-" + "x".repeat(5_000) + ": 1\r\n",
    };
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      StringBuilder talk = new StringBuilder("CONNECT {\"verbose\":false,\"headers\":true}\r\n");
      for (String subject : subjects) {
        if (!subject.contains(" ")) {
          talk.append("PUB %s 2\r\n{}\r\n".formatted(subject));
        }
      }
      for (String lines : headers) {
        String block = "NATS/1.0\r\n" + lines + "\r\n";
        int length = utf8(block).length;
        talk.append("HPUB order.created %d %d\r\n%s{}\r\n".formatted(length, length + 2, block));
      }
      socket.getOutputStream().write(utf8(talk + "PUB the.end 2\r\n{}\r\nPING\r\n"));

      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (all.events().stream().noneMatch(event -> event.type().equals("the.end"))) {
        assertThat(System.nanoTime()).as("the last event arrives").isLessThan(deadline);
        Thread.onSpinWait();
      }
    }
    assertThat(bus.health().status()).isEqualTo(Health.Status.UP);
    Recorder<Order> orders = new Recorder<>();
    subscribe("order.paid", orders);
    bus.publish("order.paid", new Order("o-1", 1));
    orders.awaitCount(1);
  }
}
