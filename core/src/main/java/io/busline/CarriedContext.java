package io.busline;

import io.busline.error.InvalidEventException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What observers have events and messages carry: checked, as an observer may be wrong. */
final class CarriedContext {

  /** W3C Trace Context and Baggage; no header of a broker's own is among them. */
  private static final Set<String> HEADERS = Set.of("traceparent", "tracestate", "baggage");

  /** What W3C Baggage asks everybody to forward. */
  private static final int MAX_HEADER_LENGTH = 8192;

  private CarriedContext() {}

  /** Adds attributes that an event does not have. */
  static <T> Event<T> add(
      Event<T> event, @Nullable Map<String, String> attributes, ObserverGuard guard) {
    EventBuilder<T> builder = null;
    if (attributes != null) {
      for (Map.Entry<String, String> attribute : attributes.entrySet()) {
        if (!event.extensions().containsKey(attribute.getKey())) {
          builder = builder == null ? event.toBuilder() : builder;
          add(builder, attribute.getKey(), attribute.getValue(), guard);
        }
      }
    }
    return builder == null ? event : builder.build();
  }

  private static void add(EventBuilder<?> builder, String name, String value, ObserverGuard guard) {
    try {
      builder.extension(name, value);
    } catch (InvalidEventException e) {
      guard.failed("attributes", e);
    }
  }

  /** What of these may be a header. */
  static Map<String, String> headers(Map<String, String> wanted) {
    Map<String, String> allowed = new HashMap<>();
    wanted.forEach(
        (name, value) -> {
          if (HEADERS.contains(name) && isHeaderValue(value)) {
            allowed.put(name, value);
          }
        });
    return allowed;
  }

  private static boolean isHeaderValue(String value) {
    return !value.isEmpty()
        && value.length() <= MAX_HEADER_LENGTH
        && value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
  }
}
