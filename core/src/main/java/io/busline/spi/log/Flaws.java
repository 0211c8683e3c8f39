package io.busline.spi.log;

import io.busline.error.ConfigurationException;

/** Refuses logs that cannot be read reliably. */
final class Flaws {

  private Flaws() {}

  /** Returns the log if it can be read. */
  static LogInfo requireNone(LogInfo log) {
    String flaw = log.flaw();
    if (flaw != null) {
      throw new ConfigurationException(flaw);
    }
    return log;
  }
}
