package io.busline.simulation;

import io.busline.delivery.FailurePolicy;

/** Tries so often, each time after twice as long, by and large. */
final class SimulatedPolicy implements FailurePolicy {
  private final World world;
  private long delay;

  SimulatedPolicy(World world) {
    this.world = world;
  }

  /** What it decided last, if that was to try again. */
  long delay() {
    return delay;
  }

  @Override
  public Verdict afterFailure(int attempts, Throwable failure) {
    Scenario.Retries retries = world.scenario.retries();
    int most = retries.attempts() + (world.has(Flaw.TRIES_ONCE_MORE) ? 1 : 0);
    if (attempts < most && !Failure.isHopeless(failure)) {
      delay = world.chance.around(retries.delay() << attempts);
      return new Verdict.Retry(delay);
    }
    return retries.discards() ? new Verdict.Discard() : new Verdict.DeadLetter();
  }
}
