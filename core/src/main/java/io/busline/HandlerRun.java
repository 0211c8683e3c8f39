package io.busline;

import io.busline.delivery.Batch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A batch on a handler's thread, where it can be interrupted without hitting what comes next. */
final class HandlerRun implements Runnable {
  private final Batch batch;
  private final Pipeline pipeline;
  private final boolean together;
  private final Consumer<Batch> whenEnded;
  private @Nullable Thread thread;

  HandlerRun(Batch batch, Pipeline pipeline, boolean together, Consumer<Batch> whenEnded) {
    this.batch = batch;
    this.pipeline = pipeline;
    this.together = together;
    this.whenEnded = whenEnded;
  }

  @Override
  public void run() {
    setThread(Thread.currentThread());
    long start = System.nanoTime();
    try {
      if (together) {
        batch.runTogether(pipeline::handleTogether);
      } else {
        boolean more = true;
        while (more) {
          more = batch.step(pipeline::handle);
        }
      }
    } finally {
      setThread(null);
      Thread.interrupted();
      batch.took(System.nanoTime() - start);
      whenEnded.accept(batch);
    }
  }

  private synchronized void setThread(@Nullable Thread newThread) {
    thread = newThread;
  }

  synchronized boolean isOn(Thread other) {
    return thread == other;
  }

  synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
