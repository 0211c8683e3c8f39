package io.busline.docs.scaffold;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import io.busline.spring.OutboxPublisher;
import java.util.List;
import java.util.Map;

/** What the page on Spring Boot takes for granted. */
public class SpringBootPage extends AnyPage {
  protected List<OrderCreated> invoices;
  protected List<String> log;
  protected Map<String, Integer> prices;
  protected Database database;
  protected OutboxPublisher publisher;

  /** An order was accepted. */
  @EventType("order.created")
  public record OrderCreated(@EventKey String orderId) {}

  /** An order was shipped. */
  @EventType("order.shipped")
  public record OrderShipped(@EventKey String orderId) {}

  /** A card was charged. */
  @EventType("order.charged")
  public record Charged(@EventKey String orderId) {}

  /** A price is another one now. */
  @EventType("price.changed")
  public record PriceChanged(@EventKey String article, int cents) {}

  /** The application's database, as {@code JdbcTemplate}. */
  public interface Database {
    /** Changes rows. */
    int update(String sql, Object... arguments);
  }
}
