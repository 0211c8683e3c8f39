package io.busline.cli.command;

import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What a command does about Ctrl-C. Without a handler the process just ends. */
public final class Interruption {
  private static final int PATIENCE_SECONDS = 15;

  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private @Nullable IntSupplier handler;

  /** Of a command that has not begun. */
  public Interruption() {}

  /**
   * Finishes on the interrupting thread.
   *
   * @param finish ends the command, and says the exit code
   */
  public synchronized void finishBy(IntSupplier finish) {
    handler = finish;
  }

  /**
   * Asks the command to stop when it is interrupted, and then waits until it has.
   *
   * @param stop asks it; does not wait
   */
  public void stopBy(Runnable stop) {
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

  /**
   * The command has ended.
   *
   * @param exitCode its exit code
   */
  public void ended(int exitCode) {
    ended.complete(exitCode);
  }

  /**
   * Ends the command. Waits for it, for seconds at most.
   *
   * @return the exit code, unless it had ended before or does not care
   */
  public OptionalInt interrupt() {
    IntSupplier finish;
    synchronized (this) {
      finish = handler;
    }
    return finish == null || ended.isDone()
        ? OptionalInt.empty()
        : OptionalInt.of(finish.getAsInt());
  }
}
