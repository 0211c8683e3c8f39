package io.busline;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
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

  /** Asks it here and now; null if it throws, or is left out. */
  <T> @Nullable T ask(String what, Function<Observer, @Nullable T> question) {
    return leftOut && System.nanoTime() - leftOutUntil < 0
        ? null
        : call(what, () -> question.apply(observer));
  }

  void connected(EventBus bus, String broker) {
    run("connected", () -> observer.connected(bus, broker));
  }

  /** Has something done that it began, even if it is left out. */
  void run(String what, Runnable action) {
    Object unused =
        call(
            what,
            () -> {
              action.run();
              return null;
            });
  }

  private <T> @Nullable T call(String what, Supplier<@Nullable T> call) {
    int entered = patience.enter();
    try {
      return call.get();
    } catch (Throwable e) {
      failed(what, e);
      return null;
    } finally {
      patience.leave(entered);
    }
  }

  /** Tells it later; in order. */
  void tell(String what, Consumer<Observer> telling) {
    notifier.tell(what, () -> telling.accept(observer));
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
