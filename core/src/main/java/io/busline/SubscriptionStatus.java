package io.busline;

import io.busline.Health.Status;
import io.busline.Subscription.State;
import io.busline.admin.DeadLetter;
import io.busline.admin.OmittedData;
import io.busline.delivery.Delivery;
import io.busline.delivery.DeliveryMachine;
import io.busline.spi.Durations;
import io.busline.spi.InboundMessage;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a subscription is doing, for whoever asks and for the listener. Written by the loop's thread
 * and by control calls, read by any.
 */
final class SubscriptionStatus {
  private static final String STALL =
      "every handler thread and its replacement is stuck in a handler that does not return. Look for a lock, or a call without a timeout";

  private final String name;
  private final Signals signals;
  private boolean paused;
  private boolean groupPaused;
  private boolean draining;
  private boolean closed;
  private boolean stalled;
  private String outage = "";
  private String deadLetterProblem = "";
  private @Nullable Problem standing;

  /** The loop's. */
  private final FailingKeys failing = new FailingKeys();

  /** The loop's. */
  private boolean lettersFail;

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
    return paused || groupPaused ? State.PAUSED : State.RUNNING;
  }

  /** What is wrong, the worst first. */
  synchronized Optional<Problem> problem() {
    if (stalled) {
      return Optional.of(problem(Status.DOWN, STALL));
    }
    if (!outage.isEmpty()) {
      return Optional.of(problem(Status.DOWN, outage));
    }
    if (standing != null) {
      return Optional.of(problem(standing.status(), standing.text()));
    }
    return deadLetterProblem.isEmpty()
        ? Optional.empty()
        : Optional.of(problem(Status.DEGRADED, deadLetterProblem));
  }

  /** What is no fault, and explains why nothing is handled. */
  synchronized Optional<String> note() {
    return groupPaused && !closed
        ? Optional.of("subscription %s: %s".formatted(name, Explanation.GROUP_PAUSED))
        : Optional.empty();
  }

  private Problem problem(Status status, String text) {
    return new Problem(status, "subscription " + name + ": " + text);
  }

  /** Nothing moves where something should, or, with null, all is as it should be. */
  void stands(@Nullable Problem now) {
    Status before;
    synchronized (this) {
      before = standing == null ? Status.UP : standing.status();
      standing = now;
    }
    Status after = now == null ? Status.UP : now.status();
    if (before != after) {
      String detail = now == null ? "it moves again" : now.text();
      Log.write(
          now == null ? Level.INFO : Level.WARNING,
          "subscription %s is %s: %s".formatted(name, after, detail));
      signals.broadcast(new Signal.HealthChanged(name, after, detail));
    }
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
      String detail = problem().map(Problem::text).orElse("");
      boolean bad = after == State.RECOVERING || after == State.STALLED;
      Log.write(
          bad ? Level.WARNING : Level.DEBUG,
          "subscription %s is %s. %s".formatted(name, after, detail));
      signals.broadcast(new Signal.StateChanged(name, after, detail));
    }
  }

  void paused(boolean now) {
    change(() -> paused = now);
  }

  void groupPaused(boolean now) {
    Log.write(
        Level.INFO, "subscription %s: its group is %s".formatted(name, now ? "paused" : "resumed"));
    change(() -> groupPaused = now);
  }

  void draining() {
    change(() -> draining = true);
  }

  void closed() {
    change(() -> closed = true);
  }

  void recovering(Throwable failure) {
    String message = failure.getClass().getSimpleName() + ": " + FailureText.messageOf(failure);
    change(() -> outage = message);
  }

  void recovered() {
    change(() -> outage = "");
  }

  /** Notices a stall, and its end. On the loop's thread. */
  void observe(DeliveryMachine machine) {
    if (lettersFail && machine.standing(0).leaving() == 0) {
      lettersWork();
    }
    if (machine.isStalled() != stalled) {
      change(() -> stalled = machine.isStalled());
    }
  }

  void stuck(int stuckWorkers) {
    Log.write(Level.WARNING, "subscription %s: a handler did not return in time".formatted(name));
    signals.broadcast(new Signal.HandlerStuck(name, stuckWorkers));
  }

  /** The first failure of a key is news; what follows would say the same again. */
  void retrying(InboundMessage message, Delivery delivery, Duration delay) {
    HandlerFailure failure = HandlerFailure.of(delivery.lastFailure());
    boolean news = failing.failed(delivery.key(), delivery.attempts(), System.nanoTime());
    Level level = news ? Level.INFO : Level.DEBUG;
    if (Log.isOn(level)) {
      Log.write(
          level,
          "subscription %s: event %s of type %s failed in attempt %d and is handled again in %s: %s"
              .formatted(
                  name,
                  message.event().id(),
                  message.event().type(),
                  delivery.attempts(),
                  Durations.format(delay),
                  failure.summary));
    }
    if (signals.isHeard()) {
      signals.broadcast(
          new Signal.Retrying(name, message.event(), delivery.attempts(), failure.thrown(), delay));
    }
  }

  private synchronized void lettersWork() {
    lettersFail = false;
    deadLetterProblem = "";
  }

  void deadLettered(DeadLetter letter, Delivery delivery) {
    lettersWork();
    OmittedData.of(letter.event()).ifPresent(omitted -> omitted(letter, omitted));
    Log.write(
        Level.WARNING,
        "subscription %s: event %s of type %s is a dead letter (%s) after %d attempts: %s"
            .formatted(
                name,
                letter.event().id(),
                letter.event().type(),
                letter.reason(),
                letter.attempts(),
                HandlerFailure.of(delivery.lastFailure()).summary));
    signals.broadcast(new Signal.DeadLettered(letter));
  }

  private void omitted(DeadLetter letter, OmittedData omitted) {
    Log.write(
        Level.WARNING,
        "subscription %s: the dead letter %s is stored without its data of %d bytes, which is more than the broker takes. The original is in topic %s%s, its SHA-256 is %s"
            .formatted(
                name,
                letter.id(),
                omitted.bytes(),
                letter.topic(),
                omitted.position().isEmpty() ? "" : " at " + omitted.position(),
                omitted.sha256()));
  }

  /**
   * A letter is not stored.
   *
   * @param after how long it is until it is tried again
   */
  void deadLetterNotStored(DeadLetter letter, Throwable failure, Duration after) {
    String why = "a dead letter could not be stored: " + FailureText.messageOf(failure);
    boolean news;
    synchronized (this) {
      news = deadLetterProblem.isEmpty();
      deadLetterProblem = why;
      lettersFail = true;
    }
    Log.write(
        news ? Level.WARNING : Level.DEBUG,
        "subscription %s: event %s of type %s waits, for %s. It is tried again in %s"
            .formatted(
                name, letter.event().id(), letter.event().type(), why, Durations.format(after)));
    signals.broadcast(new Signal.DeadLetterNotStored(letter, failure));
  }

  void discarded(InboundMessage message, Delivery delivery) {
    HandlerFailure failure = HandlerFailure.of(delivery.lastFailure());
    Log.write(
        Level.WARNING,
        "subscription %s: event %s of type %s is discarded: %s"
            .formatted(name, message.event().id(), message.event().type(), failure.summary));
    signals.broadcast(new Signal.Discarded(name, message.event(), failure.thrown()));
  }
}
