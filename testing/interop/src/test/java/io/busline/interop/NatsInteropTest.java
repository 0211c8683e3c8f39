package io.busline.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.admin.DeadLetter;
import io.busline.event.Event;
import io.busline.logs.Warns;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Node.js service with the official NATS client, and ours, on one server. */
class NatsInteropTest {
  private static final String TYPE = "order.created";
  private static final int COUNT = 10;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static NatsServer server;

  @BeforeAll
  static void start() {
    NodeProgram.install();
    server = NatsServer.start(Release.CURRENT);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nats", "jetstream"})
  void a_bare_client_reads_plain_json_and_attributes_as_headers(String scheme) {
    try (EventBus bus = connect(scheme);
        NodeProgram reader = NodeProgram.start("nats-reader.mjs", address(), TYPE, COUNT)) {
      assertThat(reader.line()).isEqualTo("ready");

      for (int i = 0; i < COUNT; i++) {
        bus.publish(new Order("o-" + i, new BigDecimal("42.50"), "für Zoë"));
      }

      for (int i = 0; i < COUNT; i++) {
        JsonNode message = JSON.readTree(reader.line());
        assertThat(message.get("subject").asString()).isEqualTo(TYPE);
        assertThat(message.get("body").get("orderId").asString()).isEqualTo("o-" + i);
        assertThat(message.get("body").get("note").asString()).isEqualTo("für Zoë");
        JsonNode headers = message.get("headers");
        assertThat(headers.get("ce-specversion").asString()).isEqualTo("1.0");
        assertThat(headers.get("ce-type").asString()).isEqualTo(TYPE);
        assertThat(headers.get("ce-source").asString()).isEqualTo("shipping");
        assertThat(headers.get("ce-subject").asString()).isEqualTo("o-" + i);
        assertThat(headers.get("ce-id").asString()).isNotBlank();
        assertThat(headers.get("ce-datacontenttype").asString()).isEqualTo("application/json");
      }
      reader.await();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nats", "jetstream"})
  void what_a_bare_client_publishes_reaches_a_typed_handler(String scheme) throws Exception {
    BlockingQueue<Event<Order>> received = new LinkedBlockingQueue<>();
    try (EventBus bus = connect(scheme)) {
      bus.subscription("interop-" + scheme)
          .on(Order.class, event -> keep(received, event))
          .discardFailed()
          .subscribe();

      try (NodeProgram writer = NodeProgram.start("nats-writer.mjs", address(), TYPE, COUNT)) {
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

  /** Of what other tests publish to the same stream, nothing. */
  private static void keep(BlockingQueue<Event<Order>> received, Event<Order> event) {
    if (event.data().orderId().startsWith("n-")) {
      received.add(event);
    }
  }

  private static EventBus connect(String scheme) {
    return EventBus.connect(scheme + "://" + address(), "shipping");
  }

  private static String address() {
    return "127.0.0.1:" + server.port();
  }

  @Nested
  class Sdk extends SdkContract {
    Sdk() {
      super("nats");
    }

    @Override
    String server() {
      return address();
    }

    @Override
    String url() {
      return "jetstream://" + address() + "?replicas=1";
    }

    @Override
    String contentTypeOfNoData() {
      return "application/json; charset=utf-8";
    }

    /** The SDK writes {@code content-type}, as HTTP has it, and no {@code ce-datacontenttype}. */
    @Test
    void the_content_type_needs_no_prefix() {
      assertThat(written("binary").get("xml").dataContentType()).contains("application/xml");
    }

    /** Nor does it know that NATS' headers are ASCII. */
    @Test
    @Warns(value = "has a '%' without two hexadecimal digits", orMore = true)
    void a_value_in_raw_utf_8_is_refused_and_the_connection_lives() throws Exception {
      DeadLetter letter = refused("raw.written", "binary", "für Zoë");

      assertThat(letter.cause()).contains("ce-subject").contains("'%'");
      assertThat(letter.event().id()).isEqualTo("object");
    }

    /** The SDK knows no percent-encoding. */
    @Test
    void values_may_hold_spaces() {
      assertThat(written("binary").get("xml").subject()).contains("kunde 1");
    }
  }
}
