package io.busline.shop.shipping;

import static io.busline.junit.BuslineAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.shop.OrderPlaced;
import io.busline.shop.OrderShipped;
import io.busline.spring.test.AutoConfigureTestBus;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ActiveProfiles;

@SpringBootTest(
    webEnvironment = WebEnvironment.NONE,
    properties = "spring.datasource.url=jdbc:h2:mem:shipments")
@ActiveProfiles("shipping")
@AutoConfigureTestBus
class ShipmentsTest {
  @Autowired private Shipments shipments;

  @Test
  void an_order_is_shipped_once_and_that_is_said(EventBus bus) {
    OrderPlaced order = new OrderPlaced("o-1", "tea", 2);
    bus.publish(order);

    assertThat(bus).handled(OrderPlaced.class).containsExactly(order);
    assertThat(shipments.all()).containsExactly(new Shipment("o-1", "tea", 2));
    assertThat(bus).published(OrderShipped.class).containsExactly(new OrderShipped("o-1"));
  }
}
