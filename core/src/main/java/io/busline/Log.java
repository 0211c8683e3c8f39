package io.busline;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Where the engine writes what people must know. Nothing that a logger throws, or an exception that
 * it asks for its stack, gets through: a line is never worth the thread that writes it.
 */
final class Log {
  private static final Logger LOG = System.getLogger("io.busline");

  private Log() {}

  static boolean isOn(Level level) {
    return LOG.isLoggable(level);
  }

  static void write(Level level, String line) {
    try {
      LOG.log(level, line);
    } catch (Throwable e) {
      // There is nowhere left to say so.
    }
  }

  static void write(Level level, String line, Throwable failure) {
    try {
      LOG.log(level, line, failure);
    } catch (Throwable e) {
      write(level, line + ": " + FailureText.summary(failure));
    }
  }
}
