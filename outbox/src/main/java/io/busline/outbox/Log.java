package io.busline.outbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Where the relay writes what people must know. What a logger throws costs no event. */
final class Log {
  private static final Logger LOG = System.getLogger("io.busline.outbox");

  private Log() {}

  static void write(Level level, String line) {
    try {
      LOG.log(level, line);
    } catch (RuntimeException e) {
      // There is nowhere left to say so.
    }
  }
}
