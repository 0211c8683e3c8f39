package io.busline;

import io.busline.event.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches one attempt of a handler; see {@link Observer#handling}. */
public interface HandlingObservation {

  /** What lasts while an attempt is under way on a thread. */
  @FunctionalInterface
  interface Scope extends AutoCloseable {
    /** Leaves the thread as it was found. On the thread that has opened it; must not block. */
    @Override
    void close();
  }

  /**
   * Makes the attempt what the present thread works for. Called on the handler's thread, around
   * interceptors and handler; and again on other threads, around what is logged about a failure.
   * Must not block.
   *
   * @return ends that
   */
  default Scope open() {
    return HandlingWatch.NOTHING;
  }

  /**
   * What a dead letter of this attempt is to carry where its event has no attribute of that name,
   * so that the letter can be traced. Must not block.
   *
   * @param event the event as it travelled
   * @return extension attributes by name; empty by default
   */
  default Map<String, String> deadLetterAttributes(Event<byte[]> event) {
    return Map.of();
  }

  /**
   * The attempt has ended. Told once, on the observer's thread.
   *
   * @param end how
   */
  default void ended(AttemptEnd end) {}

  /**
   * How an attempt ended.
   *
   * @param failure why it failed, or null if it did not; of a batch, why all or the first of its
   *     events did
   * @param failed how many events failed; of a batch, some may have and others not
   * @param tookNanos how long it took, in nanoseconds
   */
  record AttemptEnd(@Nullable Throwable failure, int failed, long tookNanos) {}
}
