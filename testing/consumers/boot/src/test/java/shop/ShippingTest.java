package shop;

import static io.busline.junit.BuslineAssertions.assertThat;

import io.busline.EventBus;
import io.busline.spring.test.BuslineTest;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

@BuslineTest
class ShippingTest {

  @Test
  void a_created_order_is_handled(EventBus bus) {
    OrderCreated order = new OrderCreated("o-1", "u-7", new BigDecimal("42.50"));

    bus.publish(order);

    assertThat(bus).handled(OrderCreated.class).containsExactly(order);
  }
}
