package io.busline.docs.scaffold;

import io.busline.EventBus;
import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import io.busline.json.JsonCodec;
import java.math.BigDecimal;

/** What the page on testing takes for granted: a service, and a gateway that can be down. */
public class TestingPage extends AnyPage {
  protected Gateway gateway;
  protected JsonCodec codec;

  /** An order was accepted. */
  @EventType("order.created")
  public record OrderCreated(@EventKey String orderId, BigDecimal amount) {
    public OrderCreated(String orderId) {
      this(orderId, BigDecimal.ONE);
    }
  }

  /** An order was shipped. */
  @EventType("order.shipped")
  public record OrderShipped(@EventKey String orderId) {}

  /** Takes orders to their addresses. */
  public interface Carrier {}

  /** A fake of the gateway. */
  public static class Gateway {
    public boolean down;
  }

  /** The service that is tested. */
  public static class Billing {
    public Billing(EventBus bus) {}
  }
}
