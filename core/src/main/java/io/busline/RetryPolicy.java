package io.busline;

import io.busline.error.ConfigurationException;
import io.busline.spi.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * When a failed event is handled again. While it waits, only the events of its key wait with it.
 * The delay grows exponentially and is spread by chance, so that what failed together does not
 * return together. Immutable.
 *
 * <pre>{@code
 * RetryPolicy.exponential(10, Duration.ofSeconds(1), Duration.ofMinutes(5)).withJitter(0.5)
 * }</pre>
 */
public final class RetryPolicy {
  private static final double JITTER = 0.2;
  private static final RetryPolicy STANDARD =
      exponential(5, Duration.ofMillis(200), Duration.ofSeconds(30)).withMultiplier(4);

  private final int maxAttempts;
  private final Duration initialDelay;
  private final double multiplier;
  private final Duration maxDelay;
  private final double jitter;
  private final List<Class<? extends Throwable>> permanent;

  private RetryPolicy(
      int maxAttempts,
      Duration initialDelay,
      double multiplier,
      Duration maxDelay,
      double jitter,
      List<Class<? extends Throwable>> permanent) {
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
    this.maxAttempts = maxAttempts;
    this.initialDelay = initialDelay;
    this.multiplier = multiplier;
    this.maxDelay = maxDelay;
    this.jitter = jitter;
    this.permanent = List.copyOf(permanent);
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
    return new RetryPolicy(maxAttempts, delay, 1, delay, 0, List.of());
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
    return new RetryPolicy(maxAttempts, initialDelay, 2, maxDelay, JITTER, List.of());
  }

  /**
   * Sets how often an event is handled at most.
   *
   * @param attempts the number, the first time included; 1 or more
   * @return the policy
   * @throws ConfigurationException if it is below 1
   */
  public RetryPolicy withMaxAttempts(int attempts) {
    return new RetryPolicy(attempts, initialDelay, multiplier, maxDelay, jitter, permanent);
  }

  /**
   * Sets by how much each further delay is longer than the one before.
   *
   * @param factor the factor, at least 1
   * @return the policy
   * @throws ConfigurationException if it is below 1
   */
  public RetryPolicy withMultiplier(double factor) {
    return new RetryPolicy(maxAttempts, initialDelay, factor, maxDelay, jitter, permanent);
  }

  /**
   * Sets the longest delay.
   *
   * @param delay the delay, up to 7 days and not below the first one
   * @return the policy
   * @throws ConfigurationException if it is outside these bounds
   */
  public RetryPolicy withMaxDelay(Duration delay) {
    return new RetryPolicy(maxAttempts, initialDelay, multiplier, delay, jitter, permanent);
  }

  /**
   * Sets by which part of itself a delay is lengthened or shortened at most.
   *
   * @param part the part, 0 to 1
   * @return the policy
   * @throws ConfigurationException if it is outside these bounds
   */
  public RetryPolicy withJitter(double part) {
    return new RetryPolicy(maxAttempts, initialDelay, multiplier, maxDelay, part, permanent);
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

  /**
   * A part of the policy.
   *
   * @return how often an event is handled at most, the first time included
   */
  public int maxAttempts() {
    return maxAttempts;
  }

  /**
   * A part of the policy.
   *
   * @return the delay before the second attempt
   */
  public Duration initialDelay() {
    return initialDelay;
  }

  /**
   * A part of the policy.
   *
   * @return by how much each further delay is longer
   */
  public double multiplier() {
    return multiplier;
  }

  /**
   * A part of the policy.
   *
   * @return the longest delay
   */
  public Duration maxDelay() {
    return maxDelay;
  }

  /**
   * A part of the policy.
   *
   * @return by which part of itself a delay is lengthened or shortened at most
   */
  public double jitter() {
    return jitter;
  }

  /**
   * A part of the policy.
   *
   * @return exceptions, subclasses included, that no further attempt can mend
   */
  public List<Class<? extends Throwable>> permanent() {
    return permanent;
  }

  boolean isOver(int attempts, Throwable failure) {
    return attempts >= maxAttempts || permanent.stream().anyMatch(c -> c.isInstance(failure));
  }

  /** The delay after a number of attempts, before chance: computed so that it cannot overflow. */
  Duration delayAfter(int attempts) {
    double nanos = initialDelay.toNanos() * Math.pow(multiplier, attempts - 1.0);
    return Duration.ofNanos((long) Math.min(nanos, (double) maxDelay.toNanos()));
  }

  /** The longest delay that {@link #delayNanos} can give. */
  long longestNanos() {
    return (long) (maxDelay.toNanos() * (1 + jitter));
  }

  long delayNanos(int attempts, RandomGenerator random) {
    long nanos = delayAfter(attempts).toNanos();
    return jitter == 0 ? nanos : (long) (nanos * (1 + jitter * (2 * random.nextDouble() - 1)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RetryPolicy policy
        && maxAttempts == policy.maxAttempts
        && initialDelay.equals(policy.initialDelay)
        && Double.compare(multiplier, policy.multiplier) == 0
        && maxDelay.equals(policy.maxDelay)
        && Double.compare(jitter, policy.jitter) == 0
        && permanent.equals(policy.permanent);
  }

  @Override
  public int hashCode() {
    return Objects.hash(maxAttempts, initialDelay, multiplier, maxDelay, jitter, permanent);
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
