package io.busline.benchmarks;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import io.micronaut.serde.annotation.Serdeable;
import java.math.BigDecimal;
import java.time.Instant;

/** The event everything is measured with. Its JSON has about 110 bytes. */
@EventType("order.created")
@Serdeable
record Order(@EventKey String orderId, String userId, BigDecimal amount, Instant timestamp) {

  static final String TYPE = "order.created";

  /** As long as the event's JSON; for scenarios without a codec. */
  static final int BYTES = 120;

  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.678901Z");

  static Order number(int number) {
    return new Order(
        "o-" + number,
        "user-" + number % 1000,
        new BigDecimal("42.50"),
        NOON.plusSeconds(number % 1000));
  }

  static byte[] bytes() {
    return new byte[BYTES];
  }
}
