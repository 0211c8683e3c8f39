package io.busline.cli.demo;

import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Terminal.Stream;
import io.busline.examples.shop.Accounts;
import io.busline.examples.shop.Progress;
import java.time.Duration;

/** The demo's live line on a terminal; elsewhere a line now and then. */
final class DemoProgress {
  private static final Duration PLAIN_EVERY = Duration.ofSeconds(2);
  private static final Duration REDRAWN_EVERY = Duration.ofMillis(100);
  private static final int BAR = 20;

  private final Terminal terminal;
  private final boolean live;
  private long shownAt = System.nanoTime();

  DemoProgress(Terminal terminal) {
    this.terminal = terminal;
    this.live = terminal.is(Stream.ERR);
  }

  void show(Progress progress) {
    long now = System.nanoTime();
    if (now - shownAt < (live ? REDRAWN_EVERY : PLAIN_EVERY).toNanos()) {
      return;
    }
    shownAt = now;
    Accounts accounts = progress.accounts();
    String text =
        "%,d of %,d placed · %,d paid · %,d cancelled · %,d dead-lettered · %,d open"
            .formatted(
                progress.placed(),
                progress.orders(),
                accounts.paid(),
                accounts.cancelled(),
                accounts.deadLettered(),
                accounts.open());
    if (live) {
      terminal.status(bar(progress) + " " + text);
    } else {
      terminal.note(text);
    }
  }

  /** Settled orders out of those that will be. */
  private static String bar(Progress progress) {
    Accounts accounts = progress.accounts();
    int all = Math.max(1, accounts.orders() + progress.orders() - progress.placed());
    int done = Math.min(BAR, (int) ((long) BAR * accounts.settled() / all));
    return "█".repeat(done) + "░".repeat(BAR - done);
  }
}
