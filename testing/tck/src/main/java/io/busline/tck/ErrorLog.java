package io.busline.tck;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Notes what Busline logs as an error: something that nobody foresaw, whatever else a test asserts.
 * Sees only what goes to {@code java.util.logging}, where {@code System.Logger} leads by default.
 */
final class ErrorLog extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("io.busline");
  private final List<String> errors = new CopyOnWriteArrayList<>();

  ErrorLog() {
    logger.addHandler(this);
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
      Throwable thrown = record.getThrown();
      errors.add(record.getMessage() + (thrown == null ? "" : ": " + thrown));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }

  void requireNone() {
    if (!errors.isEmpty()) {
      throw new AssertionError("errors were logged: " + errors);
    }
  }
}
