package io.busline.delivery;

/** Decides what becomes of a delivery that failed. Pure, but for chance it was given. */
@FunctionalInterface
public interface FailurePolicy {

  /**
   * Decides.
   *
   * @param attempts how often the delivery was tried
   * @param failure why the last attempt failed
   * @return the decision
   */
  Verdict afterFailure(int attempts, Throwable failure);

  /** What becomes of a failed delivery. */
  sealed interface Verdict {

    /**
     * Try again.
     *
     * @param delayNanos after how long
     */
    record Retry(long delayNanos) implements Verdict {}

    /** Keep it as a dead letter. */
    record DeadLetter() implements Verdict {}

    /** Let it go, and say so. */
    record Discard() implements Verdict {}
  }
}
