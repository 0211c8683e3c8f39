package io.busline;

import io.busline.error.ConfigurationException;
import io.busline.spi.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * When a failed event is handled again. While it waits, only the events of its key wait with it.
 * The delay grows exponentially and is spread by chance, so that what failed together does not
 * return together.
 *
 * @param maxAttempts how often an event is handled at most, the first time included
 * @param initialDelay after how long the second time
 * @param multiplier by how much each further delay is longer, at least 1
 * @param maxDelay the longest delay
 * @param jitter by which part of itself a delay is lengthened or shortened at most, 0 to 1
 * @param permanent exceptions, subclasses included, that no further attempt can mend
 */
public record RetryPolicy(
    int maxAttempts,
    Duration initialDelay,
    double multiplier,
    Duration maxDelay,
    double jitter,
    List<Class<? extends Throwable>> permanent) {

  private static final RetryPolicy STANDARD =
      new RetryPolicy(
          5,
          Duration.ofMillis(200),
          4,
          Duration.ofSeconds(30),
          0.2,
          List.<Class<? extends Throwable>>of());

  /**
   * Checks the bounds.
   *
   * @throws ConfigurationException if one is not allowed
   */
  public RetryPolicy {
    permanent = List.copyOf(permanent);
    require(maxAttempts >= 1, "maxAttempts is " + maxAttempts + " and must be at least 1");
    require(!initialDelay.isNegative(), "initialDelay is negative");
    require(multiplier >= 1, "multiplier is " + multiplier + " and must be at least 1");
    require(
        maxDelay.compareTo(initialDelay) >= 0,
        "maxDelay " + maxDelay + " is shorter than initialDelay " + initialDelay);
    require(
        maxDelay.compareTo(Duration.ofDays(7)) <= 0,
        "maxDelay " + maxDelay + " is longer than 7 days");
    require(jitter >= 0 && jitter <= 1, "jitter is " + jitter + " and must be 0 to 1");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ConfigurationException("a retry policy is not possible: " + otherwise);
    }
  }

  /**
   * Five attempts over some 17 seconds: after 0.2, 0.8, 3.2 and 12.8 s, each ± 20 %. The default.
   *
   * @return the policy
   */
  public static RetryPolicy standard() {
    return STANDARD;
  }

  /**
   * One attempt.
   *
   * @return the policy
   */
  public static RetryPolicy none() {
    return fixed(1, Duration.ZERO);
  }

  /**
   * The same delay every time, without jitter.
   *
   * @param maxAttempts how often an event is handled at most
   * @param delay the delay
   * @return the policy
   */
  public static RetryPolicy fixed(int maxAttempts, Duration delay) {
    return new RetryPolicy(maxAttempts, delay, 1, delay, 0, List.<Class<? extends Throwable>>of());
  }

  /**
   * Delays that double, ± 20 %.
   *
   * @param maxAttempts how often an event is handled at most
   * @param initialDelay after how long the second time
   * @param maxDelay the longest delay
   * @return the policy
   */
  public static RetryPolicy exponential(int maxAttempts, Duration initialDelay, Duration maxDelay) {
    return new RetryPolicy(
        maxAttempts, initialDelay, 2, maxDelay, 0.2, List.<Class<? extends Throwable>>of());
  }

  /**
   * Gives up at once on an exception that no further attempt can mend.
   *
   * @param exception the exception's class; its subclasses count too
   * @return the policy
   */
  public RetryPolicy givingUpOn(Class<? extends Throwable> exception) {
    List<Class<? extends Throwable>> more = new ArrayList<>(permanent);
    more.add(exception);
    return new RetryPolicy(maxAttempts, initialDelay, multiplier, maxDelay, jitter, more);
  }

  boolean isOver(int attempts, Throwable failure) {
    return attempts >= maxAttempts || permanent.stream().anyMatch(c -> c.isInstance(failure));
  }

  /** The delay after a number of attempts, before chance: computed so that it cannot overflow. */
  Duration delayAfter(int attempts) {
    double nanos = initialDelay.toNanos() * Math.pow(multiplier, attempts - 1.0);
    return Duration.ofNanos((long) Math.min(nanos, (double) maxDelay.toNanos()));
  }

  long delayNanos(int attempts, RandomGenerator random) {
    long nanos = delayAfter(attempts).toNanos();
    return jitter == 0 ? nanos : (long) (nanos * (1 + jitter * (2 * random.nextDouble() - 1)));
  }

  /** The schedule in words: {@code 5 attempts, after 200ms, 800ms, 3.2s, 12.8s (± 20 %)}. */
  @Override
  public String toString() {
    if (maxAttempts == 1) {
      return "1 attempt";
    }
    int shown = Math.min(maxAttempts - 1, 6);
    List<String> delays = new ArrayList<>();
    for (int attempt = 1; attempt <= shown; attempt++) {
      delays.add(Durations.format(delayAfter(attempt)));
    }
    return "%d attempts, after %s%s%s%s"
        .formatted(
            maxAttempts,
            String.join(", ", delays),
            maxAttempts - 1 > shown ? ", …" : "",
            jitter == 0 ? "" : " (± %d %%)".formatted(Math.round(jitter * 100)),
            permanent.isEmpty()
                ? ""
                : permanent.stream()
                    .map(Class::getSimpleName)
                    .collect(Collectors.joining(", ", "; at once given up: ", "")));
  }
}
