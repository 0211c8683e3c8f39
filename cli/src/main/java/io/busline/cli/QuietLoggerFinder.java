package io.busline.cli;

import io.busline.cli.terminal.Secrets;
import io.busline.cli.terminal.Visible;
import java.lang.System.Logger;
import java.lang.System.LoggerFinder;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Logs nothing, for a command says itself what its user has to know; with the system property
 * {@code busline.debug}, what matters, a line each. Found by the JVM.
 */
public final class QuietLoggerFinder extends LoggerFinder {

  /** Called by the JVM. */
  public QuietLoggerFinder() {}

  @Override
  public Logger getLogger(String name, Module module) {
    return new DebugLogger(name);
  }

  private record DebugLogger(String name) implements Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level.getSeverity() >= Level.INFO.getSeverity() && Boolean.getBoolean("busline.debug");
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (isLoggable(level)) {
        print(level, String.valueOf(message) + (thrown == null ? "" : ": " + thrown));
      }
    }

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, @Nullable String format, Object... values) {
      if (isLoggable(level)) {
        print(
            level,
            values == null
                ? String.valueOf(format)
                : MessageFormat.format(String.valueOf(format), values));
      }
    }

    private void print(Level level, String message) {
      System.err.println(Secrets.hidden(Visible.line(level + " " + name + ": " + message)));
    }
  }
}
