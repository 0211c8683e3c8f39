package io.busline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scenarios of the CloudEvents project's conformance suite for Kafka, {@code
 * kafka-protocol-binding.feature}, by way of a server.
 */
@ExtendWith(CurrentServer.class)
class ConformanceTest {
  private static final String GREETING = "{\"message\":\"Hello, world\"}";

  private final List<Event<byte[]>> events = new CopyOnWriteArrayList<>();
  private Shop shop;

  @BeforeEach
  void open(Shop ours) {
    shop = ours;
    shop.bus()
        .subscription(shop.name + "conformance")
        .on(shop.type("example.greeted"), byte[].class, events::add)
        .subscribe();
  }

  @Test
  void binary_content_mode() {
    assertIsGreeting(
        GREETING,
        Map.of(
            "ce_specversion", "1.0",
            "ce_id", "17-4",
            "ce_type", shop.type("example.greeted"),
            "ce_source", "/context/inner",
            "ce_time", "2018-04-05T03:56:24Z",
            "content-type", "application/json"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/cloudevents+json",
        "application/cloudevents+json; charset=utf-8",
        "application/cloudevents+json; charset=UTF-8"
      })
  void structured_content_mode(String contentType) {
    assertIsGreeting(
        """
        {
          "specversion": "1.0",
          "type": "%s",
          "time": "2018-04-05T03:56:24Z",
          "id": "17-4",
          "source": "/context/inner",
          "datacontenttype": "application/json",
          "data": {"message":"Hello, world"}
        }
        """
            .formatted(shop.type("example.greeted")),
        Map.of("content-type", contentType));
  }

  private void assertIsGreeting(String payload, Map<String, String> headers) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(shop.type("example"), null, payload.getBytes(UTF_8));
    headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    shop.write(record);
    shop.await("the event arrives", () -> !events.isEmpty());

    assertThat(events)
        .containsExactly(
            Event.builder(shop.type("example.greeted"), GREETING.getBytes(UTF_8))
                .id("17-4")
                .source("/context/inner")
                .time(Instant.parse("2018-04-05T03:56:24Z"))
                .dataContentType("application/json")
                .build());
  }
}
