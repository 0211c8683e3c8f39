package io.busline.benchmarks;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Confirmations yet to come, as a careful user keeps them: bounded, and each is looked at. */
final class Outstanding {

  /** With fewer, round trips limit every broker; with more, none is faster. */
  static final int MOST = 4_096;

  private final Queue<Future<?>> confirmations = new ArrayDeque<>();
  private final int most;

  Outstanding() {
    this(MOST);
  }

  Outstanding(int most) {
    this.most = most;
  }

  void add(Future<?> confirmation) throws ExecutionException, InterruptedException {
    if (confirmations.size() == most) {
      confirmations.remove().get();
    }
    confirmations.add(confirmation);
  }

  void await() throws ExecutionException, InterruptedException {
    for (Future<?> next = confirmations.poll(); next != null; next = confirmations.poll()) {
      next.get();
    }
  }
}
