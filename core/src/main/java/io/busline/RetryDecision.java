package io.busline;

import io.busline.delivery.FailurePolicy;
import java.util.random.RandomGenerator;

/** A subscription's options as the machine's policy. */
record RetryDecision(SubscriptionSettings settings, RandomGenerator random)
    implements FailurePolicy {

  @Override
  public Verdict afterFailure(int attempts, Throwable failure) {
    RetryPolicy retry = settings.retry();
    boolean hopeless = failure instanceof Undecodable || failure instanceof NeverFinished;
    if (hopeless || retry.isOver(attempts, failure)) {
      return settings.keepsDeadLetters() ? new Verdict.DeadLetter() : new Verdict.Discard();
    }
    return new Verdict.Retry(retry.delayNanos(attempts, random));
  }
}
