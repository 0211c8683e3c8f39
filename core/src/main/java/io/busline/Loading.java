package io.busline;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Something that is made on a thread of its own, while others do what takes as long. */
final class Loading<T> {
  private final CompletableFuture<T> made;

  private Loading(CompletableFuture<T> made) {
    this.made = made;
  }

  /** Begins. Class loaders found by the thread are those of the caller's. */
  static <T> Loading<T> of(Supplier<T> maker) {
    return new Loading<>(CompletableFuture.supplyAsync(maker, Loading::start));
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "busline-loading");
    thread.setDaemon(true);
    thread.start();
  }

  /** What was made; waits for it, and throws what its maker threw. */
  T get() {
    try {
      return made.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }
}
