package io.busline;

import io.busline.delivery.FailurePolicy;
import java.util.random.RandomGenerator;

/** A subscription's options as the machine's policy. */
record RetryDecision(SubscriptionSettings settings, RandomGenerator random)
    implements FailurePolicy {

  @Override
  public Verdict afterFailure(int attempts, Throwable failure) {
    RetryPolicy retry = settings.retry();
    Throwable thrown = failure instanceof HandlerFailure told ? told.thrown() : failure;
    boolean hopeless = thrown instanceof Undecodable || thrown instanceof NeverFinished;
    if (hopeless || retry.isOver(attempts, thrown)) {
      return settings.keepsDeadLetters() ? new Verdict.DeadLetter() : new Verdict.Discard();
    }
    return new Verdict.Retry(retry.delayNanos(attempts, random));
  }
}
