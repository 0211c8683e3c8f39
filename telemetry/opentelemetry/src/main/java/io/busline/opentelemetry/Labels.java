package io.busline.opentelemetry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds the values of one metric attribute. Types and topics come from code, so there are few; yet
 * a pattern may match whatever others publish, and each value is a series for ever.
 */
final class Labels {

  /** More than the types of any service, and few enough series for any backend. */
  private static final int MOST = 500;

  private static final String OTHER = "other";

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** The value, or one that stands for all that came too late. */
  String bounded(String value) {
    if (known.contains(value)) {
      return value;
    }
    return known.size() < MOST && known.add(value) ? value : OTHER;
  }
}
