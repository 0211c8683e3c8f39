package io.busline;

import io.busline.HandlingObservation.AttemptEnd;
import io.busline.HandlingObservation.Scope;
import io.busline.delivery.Delivery;
import io.busline.delivery.HandlerTimeout;
import io.busline.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One attempt under observation, of one event or of a batch. */
final class HandlingWatch {

  /** An observer and what it has made for this attempt. */
  record Watching(ObserverGuard guard, HandlingObservation observation) {}

  private final List<Watching> watching;
  private final long start = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();

  HandlingWatch(List<Watching> watching) {
    this.watching = watching;
  }

  /** What watches the last attempt at a delivery, if anything does. */
  static @Nullable HandlingWatch of(Delivery delivery) {
    return (HandlingWatch) delivery.observation();
  }

  /** Does something as part of the last attempt at a delivery: logs why it failed. */
  static void within(Delivery delivery, Runnable action) {
    HandlingWatch watch = of(delivery);
    if (watch == null) {
      action.run();
      return;
    }
    Scope scope = watch.open();
    try {
      action.run();
    } finally {
      scope.close();
    }
  }

  /** Ends the attempt at a delivery whose handler did not return in time. */
  static void timedOut(Delivery delivery) {
    HandlingWatch watch = of(delivery);
    if (watch != null && delivery.lastFailure() instanceof HandlerTimeout timeout) {
      watch.ended(timeout, 1);
    }
  }

  /** Makes the attempt what the present thread works for. Throws nothing, nor does its end. */
  Scope open() {
    List<Runnable> closings = new ArrayList<>(watching.size());
    for (Watching each : watching) {
      Scope scope = each.guard.ask("open", observer -> each.observation.open());
      if (scope != null) {
        closings.add(0, () -> each.guard.run("close", scope::close));
      }
    }
    return () -> closings.forEach(Runnable::run);
  }

  /** The event of a dead letter, with what is to be carried. */
  Event<byte[]> carrying(Event<byte[]> event) {
    Event<byte[]> carrying = event;
    for (Watching each : watching) {
      Map<String, String> attributes =
          each.guard.ask("attributes", observer -> each.observation.deadLetterAttributes(event));
      carrying = CarriedContext.add(carrying, attributes, each.guard);
    }
    return carrying;
  }

  void ended(@Nullable Throwable failure, int failed) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    AttemptEnd end = new AttemptEnd(failure, failed, System.nanoTime() - start);
    for (Watching each : watching) {
      each.guard.tell("the end of an attempt", observer -> each.observation.ended(end));
    }
  }
}
