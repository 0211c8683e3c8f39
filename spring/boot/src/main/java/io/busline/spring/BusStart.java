package io.busline.spring;

import io.busline.EventBus;
import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.error.TransactionException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** The start of one bus: connect, open its outbox, subscribe; again until all of it is done. */
final class BusStart {
  private static final Logger LOG = System.getLogger("io.busline.spring");

  /** How far a start has come. */
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

  private final String name;
  private final EventBus bus;
  private final Subscriber subscriber;
  private final Optional<BusOutbox> outbox;
  private final boolean failFast;
  private volatile Progress progress = new Progress.Waiting("the application has not started yet");
  private Attempts attempts = new Attempts(() -> true);

  BusStart(
      String name,
      EventBus bus,
      Subscriber subscriber,
      Optional<BusOutbox> outbox,
      boolean failFast) {
    this.name = name;
    this.bus = bus;
    this.subscriber = subscriber;
    this.outbox = outbox;
    this.failFast = failFast;
  }

  String name() {
    return name;
  }

  EventBus bus() {
    return bus;
  }

  Progress progress() {
    return progress;
  }

  /** Opens what belongs to the bus if it is connected: before the web server takes requests. */
  void open() {
    if (isConnected()) {
      try {
        outbox.ifPresent(BusOutbox::open);
      } catch (BrokerException | TransactionException e) {
        failed(e);
      }
    }
  }

  /** Subscribes if the bus is connected, and goes on in the background if need be. */
  void begin() {
    subscriber.check(outbox.isPresent());
    if (isConnected()) {
      try {
        subscribe();
      } catch (BrokerException | TransactionException e) {
        failed(e);
      }
    } else {
      waiting(((DeferredEventBus) bus).connection().problem());
    }
    if (!(progress instanceof Progress.Done) || subscriber.isNeeded()) {
      attempts = new Attempts(this::attempt);
      attempts.start();
    }
  }

  void end() {
    attempts.stop();
  }

  /** To be called when the subscriptions have ended, before another beginning. */
  void reset() {
    subscriber.reset();
    waiting("the application is stopped");
  }

  private boolean isConnected() {
    return !(bus instanceof DeferredEventBus deferred) || deferred.connection().bus().isPresent();
  }

  private void subscribe() {
    outbox.ifPresent(BusOutbox::open);
    subscriber.subscribe(bus, outbox.map(BusOutbox::inbox).orElse(null));
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
    } catch (BrokerException | TransactionException e) {
      waiting(e.getMessage());
      return false;
    } catch (EventBusException e) {
      progress = new Progress.Refused(String.valueOf(e.getMessage()));
      LOG.log(
          Level.ERROR, "The bus cannot start, and needs a restart with another configuration", e);
      return true;
    }
  }

  private void failed(EventBusException e) {
    if (failFast) {
      throw e;
    }
    LOG.log(
        Level.WARNING, "The bus is not available, and tries again by itself: " + e.getMessage());
    waiting(e.getMessage());
  }

  private void waiting(String reason) {
    progress = new Progress.Waiting(reason);
  }
}
