package io.busline.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.event.Event;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Node.js service with the usual RabbitMQ client, and ours, on one server. */
class RabbitInteropTest {
  private static final String TYPE = "order.created";
  private static final int COUNT = 10;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static RabbitServer server;

  @BeforeAll
  static void start() {
    NodeProgram.install();
    server = RabbitServer.start(Release.CURRENT);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce-", "cloudEvents_"})
  void a_bare_client_reads_plain_json_and_attributes_as_headers(String prefix) {
    String option = prefix.equals("ce-") ? "ce" : "cloudEvents";
    try (EventBus bus = connect("reading", option);
        NodeProgram reader =
            NodeProgram.start("amqp-reader.mjs", server.address(), "reading", TYPE, COUNT)) {
      assertThat(reader.line()).isEqualTo("ready");

      for (int i = 0; i < COUNT; i++) {
        bus.publish(new Order("o-" + i, new BigDecimal("42.50"), "für Zoë"));
      }

      for (int i = 0; i < COUNT; i++) {
        JsonNode message = JSON.readTree(reader.line());
        assertThat(message.get("key").asString()).isEqualTo(TYPE);
        assertThat(message.get("contentType").asString()).isEqualTo("application/json");
        assertThat(message.get("body").get("orderId").asString()).isEqualTo("o-" + i);
        assertThat(message.get("body").get("note").asString()).isEqualTo("für Zoë");
        JsonNode headers = message.get("headers");
        assertThat(headers.get(prefix + "specversion").asString()).isEqualTo("1.0");
        assertThat(headers.get(prefix + "type").asString()).isEqualTo(TYPE);
        assertThat(headers.get(prefix + "source").asString()).isEqualTo("shipping");
        assertThat(headers.get(prefix + "subject").asString()).isEqualTo("o-" + i);
        assertThat(headers.get(prefix + "id").asString()).isNotBlank();
      }
      reader.await();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce-", "cloudEvents_", "cloudEvents:"})
  void what_a_bare_client_publishes_reaches_a_typed_handler(String prefix) throws Exception {
    BlockingQueue<Event<Order>> received = new LinkedBlockingQueue<>();
    try (EventBus bus = connect("writing", "ce")) {
      bus.subscription("interop").on(Order.class, received::add).discardFailed().subscribe();

      try (NodeProgram writer =
          NodeProgram.start("amqp-writer.mjs", server.address(), "writing", TYPE, COUNT, prefix)) {
        writer.await();
      }

      for (int i = 0; i < COUNT; i++) {
        Event<Order> event = received.poll(60, TimeUnit.SECONDS);
        assertThat(event).as("event %d", i).isNotNull();
        int number = Integer.parseInt(event.data().orderId().substring(2));
        assertThat(event.type()).isEqualTo(TYPE);
        assertThat(event.data().note()).isEqualTo("für Zoë");
        assertThat(event.data().amount()).isEqualByComparingTo("" + (40 + number / 4.0));
        if (number % 2 == 1) {
          assertThat(List.of(event.id(), event.source(), event.subject().orElse("")))
              .containsExactly("node-" + number, "/node", "kunde " + number);
        }
      }
    }
  }

  private static EventBus connect(String exchange, String prefix) {
    return EventBus.connect(
        "amqp://guest:guest@%s?partitions=2&exchange=%s&prefix=%s"
            .formatted(server.address(), exchange, prefix),
        "shipping");
  }

  @Nested
  class Sdk extends SdkContract {
    Sdk() {
      super("amqp");
    }

    @Override
    String server() {
      return server.address();
    }

    @Override
    String url() {
      return "amqp://guest:guest@%s?partitions=1&exchange=sdk".formatted(server.address());
    }

    @Override
    String contentTypeOfNoData() {
      return "application/json; charset=utf-8";
    }
  }
}
