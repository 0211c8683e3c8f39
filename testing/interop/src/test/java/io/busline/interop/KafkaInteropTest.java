package io.busline.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.event.Event;
import io.busline.event.EventDefinition;
import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Node.js service with a Kafka client of its own, and ours, on one server. */
class KafkaInteropTest {
  private static final String TYPE = "order.created";
  private static final int COUNT = 10;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static KafkaServer server;

  @BeforeAll
  static void start() {
    NodeProgram.install();
    server = KafkaServer.start(Release.CURRENT);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_bare_client_reads_plain_json_under_its_key_and_attributes_as_headers() {
    try (EventBus bus = connect()) {
      for (int i = 0; i < COUNT; i++) {
        bus.publish(new Order("o-" + i, new BigDecimal("42.50"), "für Zoë"));
      }

      Map<String, JsonNode> messages = new HashMap<>();
      try (NodeProgram reader =
          NodeProgram.start("kafka-reader.mjs", server.address(), "order", COUNT)) {
        for (int i = 0; i < COUNT; i++) {
          JsonNode message = JSON.readTree(reader.line());
          messages.put(message.get("key").asString(), message);
        }
        reader.await();
      }

      for (int i = 0; i < COUNT; i++) {
        JsonNode message = messages.get("o-" + i);
        assertThat(message.get("body").get("orderId").asString()).isEqualTo("o-" + i);
        assertThat(message.get("body").get("note").asString()).isEqualTo("für Zoë");
        JsonNode headers = message.get("headers");
        assertThat(headers.get("ce_specversion").asString()).isEqualTo("1.0");
        assertThat(headers.get("ce_type").asString()).isEqualTo(TYPE);
        assertThat(headers.get("ce_source").asString()).isEqualTo("shipping");
        assertThat(headers.get("ce_subject").asString()).isEqualTo("o-" + i);
        assertThat(headers.get("ce_id").asString()).isNotBlank();
        assertThat(headers.get("content-type").asString()).isEqualTo("application/json");
      }
    }
  }

  /** What has no envelope is of the type that is called as its topic. */
  @Test
  void what_a_bare_client_publishes_reaches_a_typed_handler() throws Exception {
    String topic = "legacy-orders";
    BlockingQueue<Event<Order>> received = new LinkedBlockingQueue<>();
    try (EventBus bus = connect()) {
      bus.subscription("interop")
          .on(EventDefinition.of(TYPE, Order.class).inTopic(topic), received::add)
          .on(EventDefinition.of(topic, Order.class).inTopic(topic), received::add)
          .subscribe();

      try (NodeProgram writer =
          NodeProgram.start("kafka-writer.mjs", server.address(), topic, TYPE, COUNT)) {
        writer.await();
      }

      for (int i = 0; i < COUNT; i++) {
        Event<Order> event = received.poll(60, TimeUnit.SECONDS);
        assertThat(event).as("event %d", i).isNotNull();
        int number = Integer.parseInt(event.data().orderId().substring(2));
        assertThat(event.key()).contains("kunde " + number);
        assertThat(event.data().note()).isEqualTo("für Zoë");
        assertThat(event.data().amount()).isEqualByComparingTo("" + (40 + number / 4.0));
        assertThat(event.type()).isEqualTo(number % 2 == 0 ? topic : TYPE);
        if (number % 2 == 1) {
          assertThat(List.of(event.id(), event.source(), event.subject().orElse("")))
              .containsExactly("node-" + number, "/node", "kunde " + number);
        }
      }
    }
  }

  private EventBus connect() {
    return EventBus.connect("kafka://" + server.address() + "?partitions=3", "shipping");
  }

  @Nested
  class Sdk extends SdkContract {
    Sdk() {
      super("kafka");
    }

    @Override
    String server() {
      return server.address();
    }

    @Override
    String url() {
      return "kafka://" + server.address() + "?partitions=1";
    }

    @Override
    String contentTypeOfNoData() {
      return "";
    }

    /** The SDK writes {@code ce_datacontenttype} too. */
    @Test
    void the_content_type_may_be_there_twice() {
      assertThat(written("binary").get("xml").dataContentType()).contains("application/xml");
    }
  }
}
