package io.busline.docs.scaffold;

import io.busline.EventBus;
import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import java.math.BigDecimal;
import java.time.Instant;

/** What a page may use without declaring it, whether or not it has a class of its own here. */
public class AnyPage {
  protected String url = "memory:";
  protected EventBus bus;
  protected Instant stopped;
  protected Warehouse warehouse;

  /** An order was accepted. */
  @EventType("order.created")
  public record OrderCreated(@EventKey String orderId, BigDecimal amount) {}

  /** An order was taken back. */
  @EventType("order.cancelled")
  public record OrderCancelled(@EventKey String orderId) {}

  /** An order was paid. */
  @EventType("order.paid")
  public record OrderPaid(@EventKey String orderId) {}

  /** A price is another one now. */
  @EventType("price.changed")
  public record PriceChanged(@EventKey String article) {}

  /** An invoice is on its way. */
  @EventType("invoice.sent")
  public record InvoiceSent(@EventKey String orderId) {}

  /** An order, which is no event. */
  public record Order(String id) {}

  /** Where handlers send orders. */
  public interface Warehouse {
    /** Ships an order. */
    void ship(String orderId);
  }

  protected void ship(Object order) {}
}
