package io.busline.servers;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that anybody logs, down to the finest level, while it is open. Safe for all threads. */
public final class Logged extends Handler implements AutoCloseable {
  private final Logger root = Logger.getLogger("");
  private final Logger busline = Logger.getLogger("io.busline");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final SimpleFormatter format = new SimpleFormatter();

  /** Begins to listen. */
  public Logged() {
    setLevel(Level.ALL);
    busline.setLevel(Level.ALL);
    root.addHandler(this);
  }

  /**
   * What was logged so far.
   *
   * @return the lines, as the console would show them
   */
  public String text() {
    return String.join("", lines);
  }

  @Override
  public void publish(LogRecord record) {
    lines.add(format.format(record));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
    busline.setLevel(null);
  }
}
