package io.busline.delivery;

import io.busline.delivery.Delivery.State;
import io.busline.delivery.FailurePolicy.Verdict;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What becomes of a delivery once it has an outcome. */
final class Settlement {

  /** How long to wait before what the engine could not do with a delivery is tried again. */
  private static final long AGAIN_NANOS = 1_000_000_000;

  /** So many times the wait for a dead letter that is not stored doubles: up to 32 seconds. */
  private static final int MOST_DOUBLINGS = 5;

  private final FailurePolicy policy;
  private final Requests requests;
  private final Lanes lanes;

  /** Those whose dead letter, or acknowledgement, is being stored. */
  private final Set<Delivery> leaving = new LinkedHashSet<>();

  Settlement(FailurePolicy policy, Requests requests, Lanes lanes) {
    this.policy = policy;
    this.requests = requests;
    this.lanes = lanes;
  }

  void settle(Delivery delivery, @Nullable Object outcome, long now) {
    if (delivery.state == State.GONE) {
      lanes.leave(delivery, now);
    } else if (outcome == null) {
      done(delivery, now);
    } else if (outcome instanceof Throwable failure) {
      fail(delivery, failure, now);
    } else {
      delivery.state = State.COMPLETING;
      leave(delivery, now);
      Throwable refusal = requests.complete(delivery, outcome);
      if (refusal != null) {
        completed(delivery, refusal, now);
      }
    }
  }

  void completed(Delivery delivery, @Nullable Throwable failure, long now) {
    if (!leaving.remove(delivery)) {
      return;
    }
    if (failure == null) {
      lanes.leave(delivery, now);
    } else {
      fail(delivery, failure, now);
    }
  }

  private void leave(Delivery delivery, long now) {
    delivery.leavingSince = now;
    leaving.add(delivery);
  }

  private void done(Delivery delivery, long now) {
    requests.ack(delivery);
    lanes.leave(delivery, now);
  }

  private void fail(Delivery delivery, Throwable failure, long now) {
    boolean first = delivery.attempts == delivery.priorAttempts();
    delivery.firstFailedAt = first ? now : delivery.firstFailedAt;
    delivery.lastFailure = failure;
    delivery.attempts++;
    Verdict verdict = verdict(delivery, failure);
    if (verdict instanceof Verdict.Retry retry) {
      lanes.park(delivery, now + retry.delayNanos());
      requests.retrying(delivery);
    } else if (verdict instanceof Verdict.DeadLetter) {
      delivery.state = State.DYING;
      leave(delivery, now);
      bury(delivery, now);
    } else {
      requests.discarded(delivery);
      done(delivery, now);
    }
  }

  private Verdict verdict(Delivery delivery, Throwable failure) {
    try {
      return policy.afterFailure(delivery.attempts, failure);
    } catch (Throwable e) {
      requests.failed(e);
      return new Verdict.Retry(AGAIN_NANOS);
    }
  }

  /** Has a dead letter stored, and looks again if nobody says whether it is. */
  void bury(Delivery delivery, long now) {
    lanes.park(delivery, now + DeliveryMachine.LETTER_TIMEOUT_NANOS);
    if (!requests.deadLetter(delivery)) {
      deadLetterFailed(delivery, now);
    }
  }

  boolean deadLettered(Delivery delivery, long now) {
    boolean waited = leaving.remove(delivery);
    if (waited) {
      lanes.unpark(delivery);
      done(delivery, now);
    }
    return waited;
  }

  void deadLetterFailed(Delivery delivery, long now) {
    if (leaving.contains(delivery)) {
      lanes.unpark(delivery);
      lanes.park(
          delivery, now + (AGAIN_NANOS << Math.min(delivery.lettersRefused, MOST_DOUBLINGS)));
      delivery.lettersRefused++;
    }
  }

  void revoked(Delivery delivery, long now) {
    switch (delivery.state) {
      case GONE -> {}
      // The lane of one with a worker stays closed until the worker is done with it.
      case RUNNING -> lanes.disown(delivery);
      default -> {
        leaving.remove(delivery);
        lanes.remove(delivery, now);
      }
    }
  }

  /** Since when the one that waits longest for the broker's answer does, or the time given. */
  long leavingSince(long otherwise) {
    return leaving.isEmpty() ? otherwise : leaving.iterator().next().leavingSince;
  }

  int leaving() {
    return leaving.size();
  }

  void forEachLeaving(Consumer<Delivery> visitor) {
    leaving.forEach(visitor);
  }
}
