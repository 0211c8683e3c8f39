package io.busline.logs;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * All that anybody logs, down to the finest level of Busline, while it is open. It only listens:
 * warnings are asserted with {@link Warns} all the same. Safe for all threads.
 */
public final class Logged extends Handler implements AutoCloseable {
  private final Logger root = Logger.getLogger("");
  private final Logger busline = Logger.getLogger("io.busline");
  private final Level before = busline.getLevel();
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Formatter format = new SimpleFormatter();

  /** Begins to listen. */
  public Logged() {
    setLevel(Level.ALL);
    busline.setLevel(Level.ALL);
    root.addHandler(this);
  }

  /**
   * What was logged so far.
   *
   * @return the lines, as the screen would show them
   */
  public String text() {
    StringBuilder text = new StringBuilder();
    records.forEach(logged -> text.append(format.format(logged)));
    return text.toString();
  }

  /**
   * What was logged so far at one level.
   *
   * @param level the level
   * @return the messages, in order
   */
  public List<String> at(Level level) {
    return records.stream()
        .filter(logged -> logged.getLevel().equals(level))
        .map(format::formatMessage)
        .toList();
  }

  @Override
  public void publish(LogRecord logged) {
    records.add(logged);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
    busline.setLevel(before);
  }
}
