package io.busline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.annotation.EventType;
import io.busline.error.ConfigurationException;
import io.busline.error.InvalidEventException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectingTest {

  @Test
  void buses_of_one_memory_url_share_a_broker_as_long_as_one_is_open() throws Exception {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    try (EventBus shipping = EventBus.connect("memory:sharing", "shipping");
        EventBus orders = EventBus.connect("memory:sharing", "orders")) {
      shipping.subscribe("order.created", byte[].class, e -> received.add(e.source()));
      orders.publish("order.created", new byte[1]);

      assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo("orders");
    }
    try (EventBus later = EventBus.connect("memory:sharing", "later")) {
      assertThat(later.topics()).isEmpty();
    }
  }

  @EventType("order.created")
  record Order(String id) {}

  @EventType(value = "order.created", version = 2)
  record Order2(String id) {}

  @Test
  void a_bus_that_cannot_be_made_lets_go_of_its_broker() {
    EventBusBuilder impossible =
        EventBus.builder("memory:let-go").upcaster(Order2.class, Order.class, o -> new Order(""));
    assertThatThrownBy(impossible::connect).isInstanceOf(ConfigurationException.class);

    try (EventBus bus = EventBus.connect("memory:let-go")) {
      bus.publish("order.created", new byte[1]);
    }
    try (EventBus bus = EventBus.connect("memory:let-go")) {
      assertThat(bus.topics()).as("nobody has kept the broker open").isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "carrier-pigeon:x | no broker is known for the scheme \"carrier-pigeon\"",
        "memroy: | Did you mean memory?",
        "kafka://localhost:9092 | busline-kafka",
        "nothing | has no scheme",
        "memory:?retian=5 | Did you mean retain?",
        "memory:?retain=many | whole number",
        "memory:?retain=5&retain=6 | given twice",
        "memory:?retain | name=value",
        "memory://host | has no host",
        "memory:a/b | memory broker"
      })
  void a_wrong_url_is_refused_and_says_what_is_right(String url, String message) {
    assertThatThrownBy(() -> EventBus.connect(url))
        .isInstanceOfAny(ConfigurationException.class, InvalidEventException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka://user:c4n4ry%40%2F@localhost:9092",
        "nats://user:c4n4ry@local host:4222",
        "amqp://user:c4n4ry%zz@localhost",
        "jetstream://c4n4ry:c4n4ry@localhost:99999",
        "carrier-pigeon://user:c4n4ry@localhost/x?y=z"
      })
  void a_password_in_a_url_is_never_shown(String url) {
    assertThatThrownBy(() -> EventBus.connect(url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageNotContaining("c4n4ry");
  }

  @Test
  void a_service_has_a_name_within_the_grammar() {
    assertThatThrownBy(() -> EventBus.connect("memory:", "my service"))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("service \"my service\"");
  }

  @Test
  void bounds_outside_of_reason_are_refused() {
    EventBusBuilder builder = EventBus.builder("memory:");
    assertThatThrownBy(() -> builder.maxInFlight(0, 1)).isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> builder.publishTimeout(Duration.ZERO))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> builder.closeTimeout(Duration.ofSeconds(-1)))
        .isInstanceOf(ConfigurationException.class);
  }
}
