package io.busline.cli.bench;

import io.busline.cli.terminal.Terminal;
import java.time.Duration;

/** What a bench is doing, on a terminal; and whether it is to go on. */
final class BenchProgress {
  private static final Duration REDRAWN_EVERY = Duration.ofMillis(100);

  private final Terminal terminal;
  private long shownAt = System.nanoTime();
  private volatile boolean stopped;

  BenchProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Ends the bench soon. Called by any thread. */
  void stop() {
    stopped = true;
  }

  /**
   * Shows how far a part is, now and then; cheap enough to be called for every event.
   *
   * @throws InterruptedException if the bench is to end
   */
  void show(BenchPart part) throws InterruptedException {
    if (stopped) {
      throw new InterruptedException("somebody stopped the bench");
    }
    long now = System.nanoTime();
    if (now - shownAt >= REDRAWN_EVERY.toNanos()) {
      shownAt = now;
      terminal.status(
          "%s · %,d published · %,d handled"
              .formatted(part.name(), part.published(), part.handled()));
    }
  }
}
