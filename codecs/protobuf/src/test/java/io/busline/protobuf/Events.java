package io.busline.protobuf;

import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

final class Events {
  private Events() {}

  static EventBuilder<byte[]> minimal(String data) {
    return Event.builder("order.created", data.getBytes(StandardCharsets.UTF_8))
        .id("1")
        .source("shop");
  }

  static Event<byte[]> full() {
    return minimal("{\"a\":1}")
        .subject("o-1")
        .time(Instant.parse("2026-01-31T12:00:00.000000001Z"))
        .dataContentType("application/json")
        .dataSchema("https://example.com/order")
        .extension("sequence", "7")
        .build();
  }
}
