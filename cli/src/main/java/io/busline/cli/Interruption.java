package io.busline.cli;

import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What a command does about Ctrl-C. Without a handler the process just ends. */
final class Interruption {
  private static final int PATIENCE_SECONDS = 15;

  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private @Nullable IntSupplier handler;

  /** Finishes on the interrupting thread, and says the exit code. */
  synchronized void finishBy(IntSupplier finish) {
    handler = finish;
  }

  /** Asks the command to stop, and waits until it has. */
  void stopBy(Runnable stop) {
    finishBy(
        () -> {
          stop.run();
          return awaitEnd();
        });
  }

  private int awaitEnd() {
    try {
      return ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Exit.FAILED;
    } catch (ExecutionException | TimeoutException e) {
      return Exit.FAILED;
    }
  }

  /** The command has ended. */
  void ended(int exitCode) {
    ended.complete(exitCode);
  }

  /** Ends the command; the exit code, unless it had ended before or does not care. */
  OptionalInt interrupt() {
    IntSupplier finish;
    synchronized (this) {
      finish = handler;
    }
    return finish == null || ended.isDone()
        ? OptionalInt.empty()
        : OptionalInt.of(finish.getAsInt());
  }
}
