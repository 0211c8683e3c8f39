package io.busline.delivery;

import io.busline.delivery.Delivery.State;
import io.busline.delivery.FailurePolicy.Verdict;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What becomes of a delivery once it has an outcome. */
final class Settlement {

  /** How long to wait before a dead letter that could not be stored is tried again. */
  private static final long STORE_AGAIN_NANOS = 1_000_000_000;

  private final FailurePolicy policy;
  private final Actions actions;
  private final Lanes lanes;

  /** Those whose dead letter, or acknowledgement, is being stored. */
  private final Set<Delivery> leaving = new LinkedHashSet<>();

  Settlement(FailurePolicy policy, Actions actions, Lanes lanes) {
    this.policy = policy;
    this.actions = actions;
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
      leaving.add(delivery);
      actions.complete(delivery, outcome);
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

  private void done(Delivery delivery, long now) {
    actions.ack(delivery);
    lanes.leave(delivery, now);
  }

  private void fail(Delivery delivery, Throwable failure, long now) {
    boolean first = delivery.attempts == delivery.priorAttempts();
    delivery.firstFailedAt = first ? now : delivery.firstFailedAt;
    delivery.lastFailure = failure;
    delivery.attempts++;
    Verdict verdict = policy.afterFailure(delivery.attempts, failure);
    if (verdict instanceof Verdict.Retry retry) {
      lanes.park(delivery, now + retry.delayNanos());
      actions.retrying(delivery);
    } else if (verdict instanceof Verdict.DeadLetter) {
      delivery.state = State.DYING;
      leaving.add(delivery);
      actions.deadLetter(delivery);
    } else {
      actions.discarded(delivery);
      done(delivery, now);
    }
  }

  void deadLettered(Delivery delivery, long now) {
    if (leaving.remove(delivery)) {
      done(delivery, now);
    }
  }

  void deadLetterFailed(Delivery delivery, long now) {
    if (leaving.contains(delivery)) {
      lanes.park(delivery, now + STORE_AGAIN_NANOS);
    }
  }

  void forget(Delivery delivery) {
    leaving.remove(delivery);
  }

  int leaving() {
    return leaving.size();
  }

  void forEachLeaving(Consumer<Delivery> visitor) {
    leaving.forEach(visitor);
  }
}
