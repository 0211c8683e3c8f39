package io.busline.soak;

import java.io.PrintStream;
import java.util.Locale;

/** Says how it goes: on a terminal in one line that changes, else in a line now and then. */
final class ProgressLine {
  private static final long SECOND = 1_000_000_000;
  private static final int QUIET_SECONDS = 15;

  private final PrintStream out;
  private final Journal journal;
  private final boolean terminal;
  private final long began = System.nanoTime();
  private long shownAt;
  private String last = "no mishap yet";

  ProgressLine(PrintStream out, Journal journal, boolean terminal) {
    this.out = out;
    this.journal = journal;
    this.terminal = terminal;
    this.shownAt = began;
  }

  /** What happens now. */
  void say(String what) {
    last = what;
    if (terminal) {
      show();
    }
  }

  /** Shows how it goes, if it is time to. */
  void glance() {
    if (System.nanoTime() - shownAt >= (terminal ? 1 : QUIET_SECONDS) * SECOND) {
      show();
    }
  }

  private void show() {
    shownAt = System.nanoTime();
    String text =
        String.format(
            Locale.ROOT,
            "%s  %,d receipts, %,d handled, %d mishaps; last: %s",
            clock((shownAt - began) / SECOND),
            journal.receipts(),
            journal.handlings(),
            journal.happened().size(),
            last);
    out.print(terminal ? "\r\u001b[K" + text : text + System.lineSeparator());
    out.flush();
  }

  /** Leaves the line free for others. */
  void clear() {
    if (terminal) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }

  static String clock(long seconds) {
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }
}
