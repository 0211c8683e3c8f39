package io.busline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private final Series<String> series = new Series<>((topic, type) -> topic + "/" + type);

  @Test
  void a_value_is_made_once_for_each_topic_and_type() {
    assertThat(series.of("order", "order.placed")).isSameAs(series.of("order", "order.placed"));
    assertThat(series.of("stock", "order.placed")).isEqualTo("stock/order.placed");
  }

  @Test
  void of_very_many_types_most_share_a_value() {
    assertThat(IntStream.range(0, 2_000).mapToObj(i -> series.of("order", "type." + i)).distinct())
        .hasSize(501)
        .contains("order/other");
    assertThat(series.of("order", "type.7")).isEqualTo("order/type.7");
  }

  @Test
  void of_very_many_topics_most_share_a_value() {
    assertThat(IntStream.range(0, 2_000).mapToObj(i -> series.of("topic-" + i, "a")).distinct())
        .hasSize(501)
        .contains("other/a");
  }
}
