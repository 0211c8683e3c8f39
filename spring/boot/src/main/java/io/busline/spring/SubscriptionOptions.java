package io.busline.spring;

import io.busline.RetryPolicy;
import io.busline.SubscriptionBuilder;
import java.time.Duration;

/**
 * How a subscription works.
 *
 * @param concurrency how many events at once
 * @param attempts how many attempts
 * @param firstDelay how long the second waits
 * @param maxDelay how long one waits at most
 * @param handlerTimeout how long a handler may take
 */
record SubscriptionOptions(
    int concurrency,
    int attempts,
    Duration firstDelay,
    Duration maxDelay,
    Duration handlerTimeout) {

  /** As the standard policy has it. */
  private static final double GROWTH = 4;

  void applyTo(SubscriptionBuilder builder) {
    builder
        .concurrency(concurrency)
        .handlerTimeout(handlerTimeout)
        .retry(RetryPolicy.exponential(attempts, firstDelay, maxDelay).withMultiplier(GROWTH));
  }
}
