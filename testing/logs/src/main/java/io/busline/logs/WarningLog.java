package io.busline.logs;

import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Stands between all loggers and the screen, while it is open, and withholds the warnings of
 * Busline that are expected. Sees only what goes to {@code java.util.logging}, where {@code
 * System.Logger} leads by default.
 */
final class WarningLog extends Handler implements AutoCloseable {
  private static final String BUSLINE = "io.busline";

  private final Logger root = Logger.getLogger("");
  private final List<Handler> screen = List.of(root.getHandlers());
  private final Formatter format = new SimpleFormatter();
  private final boolean hears = leadsHere();
  private volatile @Nullable Expectations current;

  WarningLog() {
    setLevel(Level.ALL);
    screen.forEach(root::removeHandler);
    root.addHandler(this);
  }

  /** Whether Busline's lines come here: another logger may have been put in between. */
  private static boolean leadsHere() {
    Logger here = Logger.getLogger(BUSLINE);
    Level before = here.getLevel();
    here.setLevel(Level.OFF);
    try {
      return !System.getLogger(BUSLINE).isLoggable(System.Logger.Level.ERROR);
    } finally {
      here.setLevel(before);
    }
  }

  /** From now on, these count. */
  void expect(@Nullable Expectations expectations) {
    if (expectations != null && !hears) {
      expectations.demandNothing();
    }
    current = expectations;
  }

  @Override
  public void publish(LogRecord logged) {
    Expectations now = current;
    if (now == null || !isWarning(logged) || !now.take(line(logged), logged)) {
      show(logged);
    }
  }

  private static boolean isWarning(LogRecord logged) {
    String name = logged.getLoggerName();
    return logged.getLevel().intValue() >= Level.WARNING.intValue()
        && name != null
        && (name.equals(BUSLINE) || name.startsWith(BUSLINE + "."));
  }

  private String line(LogRecord logged) {
    Throwable thrown = logged.getThrown();
    return format.formatMessage(logged) + (thrown == null ? "" : ": " + thrown);
  }

  void show(LogRecord logged) {
    screen.forEach(handler -> handler.publish(logged));
  }

  @Override
  public void flush() {
    screen.forEach(Handler::flush);
  }

  @Override
  public void close() {
    root.removeHandler(this);
    screen.forEach(root::addHandler);
  }
}
