package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.busline.EventBus;
import io.busline.testkit.TestBroker;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ShippingTest {
  @Test
  void an_order_is_handled() {
    OrderCreated order = new OrderCreated("o-1", "u-7", new BigDecimal("42.50"));
    List<OrderCreated> handled = new CopyOnWriteArrayList<>();
    try (TestBroker broker = TestBroker.create();
        EventBus bus = broker.connect("shipping")) {
      bus.subscribe(OrderCreated.class, event -> handled.add(event.data()));
      bus.publish(order);
      broker.settle();
    }

    assertEquals(List.of(order), handled);
  }
}
