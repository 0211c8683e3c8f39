package io.busline.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.benchmarks.kafka.KafkaClients;
import org.junit.jupiter.api.Test;

class SeenOrdersTest {
  private final SeenOrders seen = new SeenOrders();

  @Test
  void an_order_that_comes_twice_does_not_stand_for_one_that_never_came() {
    seen.handle(Order.number(7));
    seen.handle(Order.number(7));

    assertThat(seen.handled()).isOne();

    seen.handle(Order.number(8));

    assertThat(seen.handled()).isEqualTo(2);
  }

  @Test
  void what_is_put_into_a_new_topic_first_is_not_counted() {
    seen.handle(KafkaClients.FIRST);

    assertThat(seen.handled()).isZero();
  }
}
