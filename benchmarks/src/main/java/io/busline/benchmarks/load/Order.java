package io.busline.benchmarks.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import io.micronaut.serde.annotation.Serdeable;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The event everything is measured with. Its JSON has about 110 bytes, and what its note has.
 *
 * @param orderId its key
 * @param userId who has ordered
 * @param amount to pay
 * @param timestamp when it was ordered
 * @param note makes it larger; null, and not in its JSON, but where sizes are measured
 */
@EventType("order.created")
@Serdeable
public record Order(
    @EventKey String orderId,
    String userId,
    BigDecimal amount,
    Instant timestamp,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String note) {

  public static final String TYPE = "order.created";

  /** As long as the event's JSON without a note; for scenarios without a codec. */
  static final int BYTES = 120;

  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.678901Z");

  public static Order number(int number) {
    return new Order(
        "o-" + number,
        "user-" + number % 1000,
        new BigDecimal("42.50"),
        NOON.plusSeconds(number % 1000),
        null);
  }

  Order withNote(String text) {
    return new Order(orderId, userId, amount, timestamp, text);
  }

  public static byte[] bytes() {
    return new byte[BYTES];
  }
}
