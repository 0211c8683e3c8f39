package io.busline.servers;

import java.util.Locale;

/** Which release of a broker; {@code dev/brokers versions} tells which that is. */
public enum Release {
  /** The oldest that is supported. */
  OLD,
  /** The newest. */
  CURRENT;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
