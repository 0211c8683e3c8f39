package io.busline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import io.busline.testkit.Recorder;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;

/**
 * One test on several real brokers, by Testcontainers. Compiled in each build and run in none,
 * since that takes Docker: its name is not that of a test.
 */
@Testcontainers
class RealBrokers {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @EventType("order.paid")
  record OrderPaid(@EventKey String orderId) {}

  @Container static final KafkaContainer KAFKA = new KafkaContainer("apache/kafka:4.1.0");

  @Container static final RabbitMQContainer RABBITMQ = new RabbitMQContainer("rabbitmq:4.3");

  @Container
  static final GenericContainer<?> NATS =
      new GenericContainer<>("nats:2.15-alpine").withCommand("-js").withExposedPorts(4222);

  static Stream<String> urls() {
    return Stream.of(
        "kafka://" + KAFKA.getBootstrapServers(),
        RABBITMQ.getAmqpUrl(),
        "jetstream://%s:%d".formatted(NATS.getHost(), NATS.getMappedPort(4222)));
  }

  @ParameterizedTest
  @MethodSource("urls")
  void an_event_arrives(String url) {
    try (EventBus bus = EventBus.connect(url, "shop")) {
      Recorder<OrderPaid> paid = Recorder.of(bus, OrderPaid.class);

      bus.publish(new OrderPaid("o-1"));

      assertThat(paid.awaitCount(1, PATIENCE).get(0).data()).isEqualTo(new OrderPaid("o-1"));
    }
  }
}
