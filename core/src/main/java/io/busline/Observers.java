package io.busline;

import io.busline.Observer.Delivered;
import io.busline.event.Event;
import io.busline.spi.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The observers of a bus, each behind a guard of its own. Safe for use by several threads. */
final class Observers {
  static final Observers NONE = new Observers(List.of());

  private final List<ObserverGuard> guards;

  Observers(List<Observer> observers) {
    this.guards = observers.stream().map(ObserverGuard::new).toList();
  }

  /** Whether there are any; ask before making anything for them. */
  boolean isOn() {
    return !guards.isEmpty();
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
    guards.forEach(ObserverGuard::look);
    return false;
  }

  /** Tells of a subscription, and returns it. */
  Subscription subscribed(Subscription subscription) {
    for (ObserverGuard guard : guards) {
      guard.tell("subscribed", observer -> observer.subscribed(subscription));
    }
    return subscription;
  }

  @Nullable PublishWatch publishing(Event<?> event, String topic, Observer.Kind kind) {
    Observer.Publish publish = new Observer.Publish(event, topic, kind);
    List<PublishWatch.Watching> watching = new ArrayList<>(guards.size());
    long start = System.nanoTime();
    for (ObserverGuard guard : guards) {
      PublishObservation observation =
          guard.ask("publishing", observer -> observer.publishing(publish));
      if (observation != null) {
        watching.add(new PublishWatch.Watching(guard, observation));
      }
    }
    return watching.isEmpty() ? null : new PublishWatch(watching, start);
  }

  @Nullable HandlingWatch handling(Delivered delivered) {
    List<HandlingWatch.Watching> watching = new ArrayList<>(guards.size());
    for (ObserverGuard guard : guards) {
      add(watching, guard, guard.ask("handling", observer -> observer.handling(delivered)));
    }
    return watching.isEmpty() ? null : new HandlingWatch(watching);
  }

  @Nullable HandlingWatch handlingTogether(List<Delivered> delivered) {
    List<Delivered> all = List.copyOf(delivered);
    List<HandlingWatch.Watching> watching = new ArrayList<>(guards.size());
    for (ObserverGuard guard : guards) {
      add(watching, guard, guard.ask("handling", observer -> observer.handlingTogether(all)));
    }
    return watching.isEmpty() ? null : new HandlingWatch(watching);
  }

  private static void add(
      List<HandlingWatch.Watching> watching,
      ObserverGuard guard,
      @Nullable HandlingObservation observation) {
    if (observation != null) {
      watching.add(new HandlingWatch.Watching(guard, observation));
    }
  }

  void signal(Signal signal) {
    guards.forEach(guard -> guard.signal(signal));
  }

  void close(long nanos) {
    guards.forEach(guard -> guard.close(nanos));
  }
}
