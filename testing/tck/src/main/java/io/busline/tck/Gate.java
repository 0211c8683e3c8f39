package io.busline.tck;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where handlers wait until a test lets them go on. */
final class Gate {
  private final CountDownLatch opened = new CountDownLatch(1);
  private final Duration patience;

  Gate(Duration patience) {
    this.patience = patience;
  }

  void open() {
    opened.countDown();
  }

  /** Waits; a test that forgets to open fails rather than hangs. */
  void pass() throws InterruptedException {
    if (!opened.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("the test never opened the gate");
    }
  }

  /** Waits, as a handler does that pays no heed to being interrupted. */
  void passStubbornly() {
    boolean open = false;
    while (!open) {
      try {
        pass();
        open = true;
      } catch (InterruptedException e) {
        // That is the point.
      }
    }
  }
}
