package io.busline.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does several things at the same time, each on a thread of its own. */
final class Together {
  /** Far above what a busy machine takes. */
  private static final long SECONDS = 120;

  private Together() {}

  /** Runs all, begun at the same moment; returns when all have ended, and throws what one threw. */
  static void run(List<Runnable> actions) {
    ExecutorService threads = Executors.newFixedThreadPool(actions.size());
    CyclicBarrier start = new CyclicBarrier(actions.size());
    List<Future<?>> ends = new ArrayList<>();
    for (Runnable action : actions) {
      ends.add(
          threads.submit(
              () -> {
                await(start);
                action.run();
              }));
    }
    try {
      for (Future<?> end : ends) {
        end.get(SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("one of " + actions.size() + " concurrent actions failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(CyclicBarrier start) {
    try {
      start.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError("not all threads could start", e);
    }
  }
}
