package io.busline;

import io.busline.HandlingObservation.AttemptEnd;
import io.busline.HandlingObservation.Scope;
import io.busline.delivery.Delivery;
import io.busline.delivery.HandlerTimeout;
import io.busline.event.Event;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One attempt under observation, of one event or of a batch. */
final class HandlingWatch {

  /** What there is to end of an observation that opens nothing. */
  static final Scope NOTHING = () -> {};

  private static final VarHandle START = startHandle();

  /** No time at which an attempt begins. */
  private static final long ENDED = 0;

  /** When it began, until it has ended: one field for both, as there is one for each event. */
  @SuppressWarnings("UnusedVariable") // Through START.
  private volatile long start = System.nanoTime() | 1;

  private @Nullable Watching first;

  private static VarHandle startHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(HandlingWatch.class, "start", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** An observer, what it has made for this attempt, and in the end what it is told. */
  private static final class Watching extends Telling {
    final ObserverGuard guard;
    final HandlingObservation observation;
    final @Nullable Watching next;
    private @Nullable AttemptEnd end;

    Watching(ObserverGuard guard, HandlingObservation observation, @Nullable Watching next) {
      super(guard.notifier());
      this.guard = guard;
      this.observation = observation;
      this.next = next;
    }

    void ended(AttemptEnd newEnd) {
      end = newEnd;
      guard.notifier().tell(this);
    }

    @Override
    String about() {
      return "the end of an attempt";
    }

    @Override
    void tell() {
      if (end != null) {
        observation.ended(end);
      }
    }
  }

  /** A scope that is open on a thread, within those of other observers. */
  private record Opened(ObserverGuard guard, Scope scope, Scope outer) implements Scope {
    @Override
    public void close() {
      guard.close(scope);
      outer.close();
    }
  }

  /** Adds an observer, before anything else is done. */
  void add(ObserverGuard guard, HandlingObservation observation) {
    first = new Watching(guard, observation, first);
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
    Scope open = NOTHING;
    for (Watching each = first; each != null; each = each.next) {
      Scope scope = each.guard.open(each.observation);
      open = scope == null || scope == NOTHING ? open : new Opened(each.guard, scope, open);
    }
    return open;
  }

  /** The event of a dead letter, with what is to be carried. */
  Event<byte[]> carrying(Event<byte[]> event) {
    Event<byte[]> carrying = event;
    for (Watching each = first; each != null; each = each.next) {
      HandlingObservation observation = each.observation;
      Map<String, String> attributes =
          each.guard.ask("attributes", observer -> observation.deadLetterAttributes(event));
      carrying = CarriedContext.add(carrying, attributes, each.guard);
    }
    return carrying;
  }

  void ended(@Nullable Throwable failure, int failed) {
    long began = (long) START.getAndSet(this, ENDED);
    if (began == ENDED) {
      return;
    }
    AttemptEnd end = new AttemptEnd(failure, failed, Math.max(0, System.nanoTime() - began));
    for (Watching each = first; each != null; each = each.next) {
      each.ended(end);
    }
  }
}
