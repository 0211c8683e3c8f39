package io.busline.spi.log;

import io.busline.error.BrokerException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for what a registry does. */
final class Waiting {

  /** A registry promises an answer within some seconds; this is for one that breaks its word. */
  private static final long LONGEST_SECONDS = 30;

  private Waiting() {}

  /**
   * Waits for a write.
   *
   * @throws BrokerException if it failed
   */
  static <T extends @Nullable Object> T forWrite(String doing, CompletableFuture<T> write) {
    try {
      return write.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BrokerException known) {
        throw known;
      }
      throw new BrokerException(doing + " failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new BrokerException(
          "%s failed: there was no answer within %d s".formatted(doing, LONGEST_SECONDS), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException(doing + " was interrupted", e);
    }
  }
}
