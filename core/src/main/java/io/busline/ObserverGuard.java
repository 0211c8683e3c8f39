package io.busline;

import io.busline.HandlingObservation.Scope;
import io.busline.event.Event;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an observer's faults from what it watches. What it throws is logged once. While it holds up
 * a thread, and for some time after that, it is left out.
 */
final class ObserverGuard {

  /** Longer than a full collection of garbage, much shorter than a handler's or publish's time. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** So that an observer that always blocks costs one thread a second once in so long. */
  private static final long LEFT_OUT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Observer observer;
  private final Notifier notifier;
  private final Patience patience = new Patience(PATIENCE_NANOS);
  private final AtomicBoolean logged = new AtomicBoolean();
  private volatile boolean leftOut;
  private volatile long leftOutUntil;

  ObserverGuard(Observer observer) {
    this.observer = observer;
    this.notifier = new Notifier("busline-observer", name(), this::failed);
  }

  private String name() {
    return "the observer " + observer.getClass().getName();
  }

  private boolean isLeftOut() {
    return leftOut && System.nanoTime() - leftOutUntil < 0;
  }

  /** The queue of what it is told. */
  Notifier notifier() {
    return notifier;
  }

  // What follows is called for each event, so none of it makes an object of its own.

  @Nullable PublishObservation publishing(Observer.Publish publish) {
    if (isLeftOut()) {
      return null;
    }
    int entered = patience.enter();
    try {
      return observer.publishing(publish);
    } catch (Throwable e) {
      failed("publishing", e);
      return null;
    } finally {
      patience.leave(entered);
    }
  }

  Map<String, String> attributes(PublishObservation observation, Event<?> event) {
    if (isLeftOut()) {
      return Map.of();
    }
    int entered = patience.enter();
    try {
      return observation.attributes(event);
    } catch (Throwable e) {
      failed("attributes", e);
      return Map.of();
    } finally {
      patience.leave(entered);
    }
  }

  Map<String, String> headers(PublishObservation observation) {
    if (isLeftOut()) {
      return Map.of();
    }
    int entered = patience.enter();
    try {
      return observation.headers();
    } catch (Throwable e) {
      failed("headers", e);
      return Map.of();
    } finally {
      patience.leave(entered);
    }
  }

  @Nullable HandlingObservation handling(Observer.Delivered delivered) {
    if (isLeftOut()) {
      return null;
    }
    int entered = patience.enter();
    try {
      return observer.handling(delivered);
    } catch (Throwable e) {
      failed("handling", e);
      return null;
    } finally {
      patience.leave(entered);
    }
  }

  @Nullable Scope open(HandlingObservation observation) {
    if (isLeftOut()) {
      return null;
    }
    int entered = patience.enter();
    try {
      return observation.open();
    } catch (Throwable e) {
      failed("open", e);
      return null;
    } finally {
      patience.leave(entered);
    }
  }

  /** Ends what was opened, even if the observer is left out. */
  void close(Scope scope) {
    int entered = patience.enter();
    try {
      scope.close();
    } catch (Throwable e) {
      failed("close", e);
    } finally {
      patience.leave(entered);
    }
  }

  // What follows is called now and then.

  void connected(EventBus bus, String broker) {
    int entered = patience.enter();
    try {
      observer.connected(bus, broker);
    } catch (Throwable e) {
      failed("connected", e);
    } finally {
      patience.leave(entered);
    }
  }

  /** Asks it here and now; null if it throws, or is left out. */
  <T> @Nullable T ask(String what, Function<Observer, @Nullable T> question) {
    if (isLeftOut()) {
      return null;
    }
    int entered = patience.enter();
    try {
      return question.apply(observer);
    } catch (Throwable e) {
      failed(what, e);
      return null;
    } finally {
      patience.leave(entered);
    }
  }

  void subscribed(Subscription subscription) {
    notifier.tell("subscribed", () -> observer.subscribed(subscription));
  }

  void signal(Signal signal) {
    notifier.tell(signal.getClass().getSimpleName(), () -> observer.onSignal(signal));
  }

  void failed(String what, Throwable failure) {
    Log.write(
        logged.compareAndSet(false, true) ? Level.WARNING : Level.DEBUG,
        name()
            + " failed on "
            + what
            + ". What it watches goes on; further failures of it are logged at DEBUG",
        failure);
  }

  /** On the watch's thread. */
  void look() {
    if (!patience.interruptSlow()) {
      return;
    }
    boolean news = !leftOut || System.nanoTime() - leftOutUntil > 0;
    leftOutUntil = System.nanoTime() + LEFT_OUT_NANOS;
    leftOut = true;
    if (news) {
      Log.write(
          logged.compareAndSet(false, true) ? Level.WARNING : Level.DEBUG,
          name()
              + " holds up a thread that publishes or handles, so the thread is interrupted and the observer is left out for a minute. Let it hand over what takes long");
    }
  }

  void close(long nanos) {
    notifier.tell("closed", observer::closed);
    notifier.close(nanos);
  }
}
