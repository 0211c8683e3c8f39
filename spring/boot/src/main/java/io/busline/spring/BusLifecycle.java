package io.busline.spring;

import io.busline.EventBus;
import io.busline.Subscription;
import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.context.SmartLifecycle;

/**
 * Subscribes after everything else has started, and drains before anything else stops: a handler
 * finds what it needs. The bus itself closes with its bean, after the web server.
 */
final class BusLifecycle implements SmartLifecycle {
  /** Above the phases of the web server, which begin 1,024 below the highest. */
  static final int PHASE = DEFAULT_PHASE - 512;

  private static final Logger LOG = System.getLogger("io.busline.spring");

  private final EventBus bus;
  private final Subscriber subscriber;
  private final BuslineProperties properties;
  private volatile Progress progress = new Progress.Waiting("the application has not started yet");
  private volatile boolean running;
  private Attempts attempts = new Attempts(() -> true);

  /** How far the start has come. */
  sealed interface Progress {
    /** Why it has come no further, if so. */
    Optional<String> reason();

    /** Everything that was asked for is subscribed. */
    record Done() implements Progress {
      @Override
      public Optional<String> reason() {
        return Optional.empty();
      }
    }

    /** It goes on by itself. */
    record Waiting(String why) implements Progress {
      @Override
      public Optional<String> reason() {
        return Optional.of(why);
      }
    }

    /** It does not. */
    record Refused(String why) implements Progress {
      @Override
      public Optional<String> reason() {
        return Optional.of(why);
      }
    }
  }

  BusLifecycle(EventBus bus, Subscriber subscriber, BuslineProperties properties) {
    this.bus = bus;
    this.subscriber = subscriber;
    this.properties = properties;
  }

  Progress progress() {
    return progress;
  }

  @Override
  public synchronized void start() {
    subscriber.check();
    if (isConnected()) {
      try {
        subscribe();
      } catch (BrokerException e) {
        if (properties.failFast()) {
          throw e;
        }
        waiting(e);
      }
    } else {
      waiting(((DeferredEventBus) bus).connection().problem());
    }
    running = true;
    if (!(progress instanceof Progress.Done) || subscriber.isNeeded()) {
      attempts = new Attempts(this::attempt);
      attempts.start();
    }
  }

  private boolean isConnected() {
    return !(bus instanceof DeferredEventBus deferred) || deferred.connection().bus().isPresent();
  }

  private void subscribe() {
    subscriber.subscribe(bus);
    progress = new Progress.Done();
  }

  /** Answers whether no other attempt is needed. */
  private boolean attempt() {
    if (progress instanceof Progress.Done) {
      return true;
    }
    try {
      if (bus instanceof DeferredEventBus deferred) {
        deferred.connection().connect();
      }
      subscribe();
      LOG.log(Level.INFO, "The bus is connected, and all handlers are subscribed");
      return true;
    } catch (BrokerException e) {
      waiting(e.getMessage());
      return false;
    } catch (EventBusException e) {
      progress = new Progress.Refused(String.valueOf(e.getMessage()));
      LOG.log(
          Level.ERROR, "The bus cannot start, and needs a restart with another configuration", e);
      return true;
    }
  }

  private void waiting(BrokerException e) {
    LOG.log(
        Level.WARNING, "The bus is not available, and tries again by itself: " + e.getMessage());
    waiting(e.getMessage());
  }

  private void waiting(String reason) {
    progress = new Progress.Waiting(reason);
  }

  @Override
  public synchronized void stop() {
    attempts.stop();
    running = false;
    List<Subscription> subscriptions = bus.subscriptions();
    subscriptions.forEach(Subscription::pause);
    long end = System.nanoTime() + properties.drainTimeout().toNanos();
    for (Subscription subscription : subscriptions) {
      subscription.drain(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
