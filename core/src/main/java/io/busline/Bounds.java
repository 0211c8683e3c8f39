package io.busline;

import io.busline.error.ConfigurationException;
import java.time.Duration;

/** Refuses options that are out of bounds. */
final class Bounds {

  private Bounds() {}

  static int between(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new ConfigurationException(
          "%s is %d and must be from %d to %d".formatted(name, value, min, max));
    }
    return value;
  }

  static Duration positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new ConfigurationException("%s is %s and must be above zero".formatted(name, value));
    }
    return value;
  }
}
