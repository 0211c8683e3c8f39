package io.busline.interop;

import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** What {@code sdk-events.mjs} says, in our words. */
final class SdkEvents {
  private SdkEvents() {}

  /** An event for each kind of data. */
  static List<Event<byte[]>> all(String type) {
    return List.of(
        of(
            type,
            "object",
            "application/json",
            utf8("{'orderId':'o-1','amount':42.5,'note':'für Zoë 😀'}")),
        of(type, "array", "application/json", utf8("[1,'zwei',null]")),
        of(type, "string", "application/json", utf8("'für Zoë'")),
        of(type, "ascii", "text/plain", utf8("plain text")),
        of(type, "utf8", "text/plain", utf8("Grüße 😀")),
        of(type, "xml", "application/xml", utf8("<note>für Zoë</note>")),
        of(type, "binary", "application/octet-stream", new byte[] {0, 1, 127, -128, -1}),
        of(type, "none", new byte[0]).build());
  }

  /** Those events but some. */
  static List<Event<byte[]>> without(String type, String... ids) {
    return all(type).stream().filter(event -> !List.of(ids).contains(event.id())).toList();
  }

  private static Event<byte[]> of(String type, String id, String contentType, byte[] data) {
    return of(type, id, data).dataContentType(contentType).build();
  }

  private static EventBuilder<byte[]> of(String type, String id, byte[] data) {
    return Event.builder(type, data)
        .id(id)
        .source("/node/sdk")
        .subject("kunde 1")
        .time(Instant.parse("2026-01-31T12:00:00.123Z"))
        .dataSchema("https://example.com/order")
        .extension("partitionkey", "kunde 1")
        .extension("count", "42")
        .extension("flag", "true");
  }

  /** Single quotes stand for double ones. */
  static byte[] utf8(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
