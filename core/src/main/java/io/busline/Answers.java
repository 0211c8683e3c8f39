package io.busline;

import io.busline.error.EventBusException;
import io.busline.error.PublishFailedException;
import io.busline.error.PublishUnknownException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What came of a publish, in the forms in which a caller hears of it. */
final class Answers {

  private Answers() {}

  /** The exception with the caller's stack, so that its trace tells where the publish was. */
  static EventBusException asThrown(@Nullable Throwable cause) {
    if (cause instanceof PublishUnknownException unknown) {
      return new PublishUnknownException(unknown.getMessage(), unknown.getCause());
    }
    if (cause instanceof PublishFailedException failed) {
      return new PublishFailedException(failed.getMessage(), failed.getCause());
    }
    return cause instanceof EventBusException known
        ? known
        : new PublishUnknownException("publishing ended in an unforeseen way", cause);
  }

  static PublishOutcome outcome(CompletableFuture<Receipt> answer) {
    try {
      return new PublishOutcome.Stored(answer.get());
    } catch (ExecutionException e) {
      EventBusException cause = asThrown(e.getCause());
      return cause instanceof PublishUnknownException
          ? new PublishOutcome.Unknown(cause)
          : new PublishOutcome.Failed(cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new PublishOutcome.Unknown(
          new PublishUnknownException("the thread was interrupted while waiting", e));
    }
  }
}
