package io.busline.telemetry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds the values of one attribute of a metric. Types and topics come from code, so there are
 * few; yet a pattern may match whatever others publish, and each value is a series for ever. Safe
 * for use by several threads.
 */
public final class Labels {

  /** More than the types of any service, and few enough series for any backend. */
  private static final int MOST = 500;

  private static final String OTHER = "other";

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Creates one that knows no value yet. */
  public Labels() {}

  /**
   * Bounds a value. Does not block.
   *
   * @param value as it came
   * @return the value, or one that stands for all that came too late
   */
  public String bounded(String value) {
    if (known.contains(value)) {
      return value;
    }
    return known.size() < MOST && known.add(value) ? value : OTHER;
  }
}
