package io.busline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which keys have failed lately, so that each is news once. A dependency that is away fails every
 * event of every key, and thousands of lines say no more than one for each. For one thread.
 */
final class FailingKeys {

  /** Long enough for an outage to be told once, short enough for the next one to be news. */
  private static final long LATELY_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** What is forgotten beyond that is told again. */
  private static final int MOST = 1_000;

  private final Map<String, Long> failedAt =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST;
        }
      };

  /**
   * Notes a failure.
   *
   * @param key the key, or null if the event has none and is news itself
   * @param attempt which attempt failed
   * @param now a monotonic time, in nanoseconds
   * @return whether it is news
   */
  boolean failed(@Nullable String key, int attempt, long now) {
    if (key == null) {
      return attempt == 1;
    }
    Long before = failedAt.put(key, now);
    return before == null || now - before > LATELY_NANOS;
  }
}
