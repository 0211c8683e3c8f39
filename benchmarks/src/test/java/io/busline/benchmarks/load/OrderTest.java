package io.busline.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.busline.benchmarks.kafka.RawRecords;
import io.busline.json.JsonCodec;
import io.micronaut.serde.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.kafka.support.serializer.JacksonJsonDeserializer;
import org.springframework.kafka.support.serializer.JacksonJsonSerializer;
import tools.jackson.databind.json.JsonMapper;

/** That all who write orders write the same, small or large. */
class OrderTest {

  private interface Writing {
    byte[] write(Order order) throws Exception;
  }

  private interface Reading {
    Order read(byte[] json) throws Exception;
  }

  /** A library that maps orders to JSON. */
  private record Json(String name, Writing writing, Reading reading) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Json> libraries() {
    JsonMapper jackson = JsonMapper.builder().build();
    JsonCodec busline = new JsonCodec();
    JacksonJsonSerializer<Order> springWrites = new JacksonJsonSerializer<>();
    JacksonJsonDeserializer<Order> springReads = new JacksonJsonDeserializer<>(Order.class);
    ObjectMapper micronaut = ObjectMapper.getDefault();
    return List.of(
        new Json(
            "Jackson", jackson::writeValueAsBytes, json -> jackson.readValue(json, Order.class)),
        new Json("Busline", busline::encode, json -> busline.decode(json, Order.class)),
        new Json(
            "Spring",
            order -> springWrites.serialize(RawRecords.TOPIC, order),
            json -> springReads.deserialize(RawRecords.TOPIC, json)),
        new Json(
            "Micronaut",
            micronaut::writeValueAsBytes,
            json -> micronaut.readValue(json, Order.class)));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void an_order_without_a_note_does_not_mention_it(Json json) throws Exception {
    byte[] written = json.writing.write(Order.number(123_456));

    assertThat(new String(written, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"orderId\":\"o-123456\",\"userId\":\"user-456\",\"amount\":42.50,"
                + "\"timestamp\":\"2026-01-02T12:07:36.678901Z\"}");
    assertThat(json.reading.read(written)).isEqualTo(Order.number(123_456));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void a_large_order_is_as_large_as_it_says_and_is_read_as_it_was(Json json) throws Exception {
    for (int bytes : List.of(1 << 10, 16 << 10)) {
      LargeOrders orders = LargeOrders.of(bytes);
      for (int number : List.of(0, 255, 1_234_567)) {
        byte[] written = json.writing.write(orders.apply(number));

        assertThat(written.length).isCloseTo(bytes, withinPercentage(5));
        assertThat(json.reading.read(written)).isEqualTo(orders.apply(number));
      }
    }
  }
}
