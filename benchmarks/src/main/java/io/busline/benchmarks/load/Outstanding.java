package io.busline.benchmarks.load;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Confirmations yet to come, as a careful user keeps them: bounded, and each is looked at. */
public final class Outstanding {

  /** With fewer, round trips limit every broker; with more, none is faster. */
  public static final int MOST = 4_096;

  private final Queue<Future<?>> confirmations = new ArrayDeque<>();
  private final int most;

  public Outstanding() {
    this(MOST);
  }

  public Outstanding(int most) {
    this.most = most;
  }

  public void add(Future<?> confirmation) throws ExecutionException, InterruptedException {
    if (confirmations.size() == most) {
      confirmations.remove().get();
    }
    confirmations.add(confirmation);
  }

  public void await() throws ExecutionException, InterruptedException {
    for (Future<?> next = confirmations.poll(); next != null; next = confirmations.poll()) {
      next.get();
    }
  }
}
