package io.busline;

import io.busline.Subscription.State;
import io.busline.admin.DeadLetter;
import io.busline.delivery.Delivery;
import io.busline.delivery.DeliveryMachine;
import io.busline.spi.InboundMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription is doing, for whoever asks and for the listener. Written by the loop's thread
 * and by control calls, read by any.
 */
final class SubscriptionStatus {
  private static final Logger LOG = System.getLogger("io.busline");

  private static final String STALL =
      "every handler thread and its replacement is stuck in a handler that does not return. Look for a lock, or a call without a timeout";

  private final String name;
  private final Signals signals;
  private boolean paused;
  private boolean draining;
  private boolean closed;
  private boolean stalled;
  private String outage = "";
  private String deadLetterProblem = "";

  SubscriptionStatus(String name, Signals signals) {
    this.name = name;
    this.signals = signals;
  }

  synchronized State state() {
    if (closed) {
      return State.CLOSED;
    }
    if (draining) {
      return State.DRAINING;
    }
    if (stalled) {
      return State.STALLED;
    }
    if (!outage.isEmpty()) {
      return State.RECOVERING;
    }
    return paused ? State.PAUSED : State.RUNNING;
  }

  /** What is wrong, in one sentence. */
  synchronized Optional<String> problem() {
    String worst = stalled ? STALL : outage.isEmpty() ? deadLetterProblem : outage;
    return worst.isEmpty() ? Optional.empty() : Optional.of("subscription " + name + ": " + worst);
  }

  private void change(Runnable change) {
    State before;
    State after;
    synchronized (this) {
      before = state();
      change.run();
      after = state();
    }
    if (before != after) {
      String detail = problem().orElse("");
      boolean bad = after == State.RECOVERING || after == State.STALLED;
      LOG.log(
          bad ? Level.WARNING : Level.DEBUG, "subscription {0} is {1}. {2}", name, after, detail);
      signals.send(new Signal.StateChanged(name, after, detail));
    }
  }

  void paused(boolean now) {
    change(() -> paused = now);
  }

  void draining() {
    change(() -> draining = true);
  }

  void closed() {
    change(() -> closed = true);
  }

  void recovering(Throwable failure) {
    String message = failure.getClass().getSimpleName() + ": " + Obituary.messageOf(failure);
    change(() -> outage = message);
  }

  void recovered() {
    change(() -> outage = "");
  }

  /** Notices a stall, and its end. */
  void observe(DeliveryMachine machine) {
    if (machine.isStalled() != stalled) {
      change(() -> stalled = machine.isStalled());
    }
  }

  void stuck(int stuckWorkers) {
    LOG.log(Level.WARNING, "subscription {0}: a handler did not return in time", name);
    signals.send(new Signal.HandlerStuck(name, stuckWorkers));
  }

  void retrying(InboundMessage message, Delivery delivery, Duration delay) {
    if (signals.isOn()) {
      signals.send(
          new Signal.Retrying(
              name,
              message.event(),
              delivery.attempts(),
              failureOf(delivery.lastFailure()),
              delay));
    }
  }

  void deadLettered(DeadLetter letter) {
    synchronized (this) {
      deadLetterProblem = "";
    }
    LOG.log(
        Level.WARNING,
        "subscription {0}: event {1} of type {2} is a dead letter ({3}) after {4} attempts",
        name,
        letter.event().id(),
        letter.event().type(),
        letter.reason(),
        letter.attempts());
    signals.send(new Signal.DeadLettered(letter));
  }

  void deadLetterNotStored(DeadLetter letter, Throwable failure) {
    synchronized (this) {
      deadLetterProblem = "a dead letter could not be stored: " + Obituary.messageOf(failure);
    }
    signals.send(new Signal.DeadLetterNotStored(letter, failure));
  }

  void discarded(InboundMessage message, @Nullable Throwable failure) {
    LOG.log(
        Level.WARNING,
        "subscription {0}: event {1} of type {2} is discarded: {3}",
        name,
        message.event().id(),
        message.event().type(),
        failure == null ? "" : failure.getClass().getName() + ": " + Obituary.messageOf(failure));
    signals.send(new Signal.Discarded(name, message.event(), failureOf(failure)));
  }

  private static Throwable failureOf(@Nullable Throwable failure) {
    return failure != null ? failure : new IllegalStateException("no failure was noted");
  }
}
