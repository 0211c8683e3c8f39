package io.busline;

import io.busline.Observer.Delivered;
import io.busline.event.Event;
import io.busline.spi.TimeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The observers of a bus, each behind a guard of its own. Safe for use by several threads. */
final class Observers {
  static final Observers NONE = new Observers(List.of());

  private final ObserverGuard[] guards;

  Observers(List<Observer> observers) {
    this.guards = observers.stream().map(ObserverGuard::new).toArray(ObserverGuard[]::new);
  }

  /** Whether there are any; ask before making anything for them. */
  boolean isOn() {
    return guards.length > 0;
  }

  /** From now on they are told; and interrupted, if they hold up a thread. */
  void connected(EventBus bus, String broker, Watch watch) {
    if (isOn()) {
      TimeSource.Registration unused = watch.add(this::look);
      watch.begin();
    }
    for (ObserverGuard guard : guards) {
      guard.connected(bus, broker);
    }
  }

  private boolean look() {
    for (ObserverGuard guard : guards) {
      guard.look();
    }
    return false;
  }

  /** Tells of a subscription, and returns it. */
  Subscription subscribed(Subscription subscription) {
    for (ObserverGuard guard : guards) {
      guard.subscribed(subscription);
    }
    return subscription;
  }

  @Nullable PublishWatch publishing(Event<?> event, String topic, Observer.Kind kind) {
    Observer.Publish publish = new Observer.Publish(event, topic, kind);
    long start = System.nanoTime();
    PublishWatch watch = null;
    for (int i = guards.length - 1; i >= 0; i--) {
      PublishObservation observation = guards[i].publishing(publish);
      if (observation != null) {
        watch = watch == null ? new PublishWatch(start) : watch;
        watch.add(guards[i], observation);
      }
    }
    return watch;
  }

  @Nullable HandlingWatch handling(Delivered delivered) {
    HandlingWatch watch = null;
    for (int i = guards.length - 1; i >= 0; i--) {
      watch = watched(watch, guards[i], guards[i].handling(delivered));
    }
    return watch;
  }

  @Nullable HandlingWatch handlingTogether(List<Delivered> delivered) {
    List<Delivered> all = List.copyOf(delivered);
    HandlingWatch watch = null;
    for (int i = guards.length - 1; i >= 0; i--) {
      watch =
          watched(
              watch,
              guards[i],
              guards[i].ask("handling", observer -> observer.handlingTogether(all)));
    }
    return watch;
  }

  private static @Nullable HandlingWatch watched(
      @Nullable HandlingWatch begun,
      ObserverGuard guard,
      @Nullable HandlingObservation observation) {
    if (observation == null) {
      return begun;
    }
    HandlingWatch watch = begun == null ? new HandlingWatch() : begun;
    watch.add(guard, observation);
    return watch;
  }

  void signal(Signal signal) {
    for (ObserverGuard guard : guards) {
      guard.signal(signal);
    }
  }

  void close(long nanos) {
    for (ObserverGuard guard : guards) {
      guard.close(nanos);
    }
  }
}
