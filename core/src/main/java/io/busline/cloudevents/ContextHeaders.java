package io.busline.cloudevents;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers by which a trace goes from process to process, beside events and unlike them. */
final class ContextHeaders {
  private static final String TRACEPARENT = "traceparent";
  private static final String TRACESTATE = "tracestate";
  private static final String BAGGAGE = "baggage";

  /** W3C Baggage asks everybody to forward this much; the others are far shorter. */
  private static final int MAX_LENGTH = 8192;

  private ContextHeaders() {}

  /** The name as the specification writes it, or null for any other header. */
  static @Nullable String nameOf(String header, boolean ignoreCase) {
    return switch (header.length()) {
      case 11 -> ifSame(TRACEPARENT, header, ignoreCase);
      case 10 -> ifSame(TRACESTATE, header, ignoreCase);
      case 7 -> ifSame(BAGGAGE, header, ignoreCase);
      default -> null;
    };
  }

  private static @Nullable String ifSame(String name, String header, boolean ignoreCase) {
    return name.regionMatches(ignoreCase, 0, header, 0, name.length()) ? name : null;
  }

  /** With another header, if it may be one. */
  static Map<String, String> with(
      Map<String, String> before, String header, String value, boolean ignoreCase) {
    String name = nameOf(header, ignoreCase);
    if (name == null || value.isEmpty() || value.length() > MAX_LENGTH) {
      return before;
    }
    Map<String, String> with = new HashMap<>(before);
    with.put(name, value);
    return Map.copyOf(with);
  }
}
