package io.busline;

import io.busline.error.EventBusException;
import io.busline.error.PublishFailedException;
import io.busline.event.Event;
import io.busline.spi.BrokerDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes an event as it travels of what a caller publishes: stamp, intercept, encode, lay out,
 * check. On the way out users' code runs here and nowhere else, and here nothing is taken that
 * would have to be given back. Whatever it throws is one of our exceptions in the end.
 */
final class Composer {
  private final Stamper stamper;
  private final Codecs codecs;
  private final ContentMode mode;
  private final List<Interceptor> interceptors;
  private final BrokerDescription limits;
  private final Observers observers;

  Composer(
      BusSettings settings,
      Codecs codecs,
      ContentMode mode,
      List<Interceptor> interceptors,
      BrokerDescription limits,
      Observers observers) {
    this.stamper = new Stamper(settings, codecs);
    this.codecs = codecs;
    this.mode = mode;
    this.interceptors = interceptors;
    this.limits = limits;
    this.observers = observers;
  }

  Instant now() {
    return stamper.now();
  }

  PendingPublish compose(
      Publisher publisher, @Nullable Object published, Instant now, Observer.Kind kind) {
    PublishWatch watch = null;
    try {
      boolean done = published instanceof PreparedEvent;
      Draft draft =
          published instanceof PreparedEvent prepared
              ? new Draft(prepared.event(), prepared.topic(), false)
              : stamper.draft(published, now);
      watch = watch(draft, kind);
      draft = done ? draft : intercepted(draft);
      Event<byte[]> written =
          watch == null ? written(draft.event()) : written(draft.event(), watch);
      return new PendingPublish(publisher, draft.topic(), written, draft.fresh(), watch);
    } catch (Throwable e) {
      throw failed(e, watch);
    }
  }

  /** What would travel, before it is laid out: whoever publishes it may lay out differently. */
  PreparedEvent prepare(@Nullable Object published) {
    PublishWatch watch = null;
    try {
      if (published instanceof PreparedEvent prepared) {
        return prepared;
      }
      Draft draft = stamper.draft(published, now());
      watch = watch(draft, Observer.Kind.OUTPUT);
      draft = intercepted(draft);
      Event<byte[]> encoded = codecs.encode(draft.event());
      written(encoded);
      return new PreparedEvent(
          draft.topic(), watch == null ? encoded : carrying(encoded, draft.topic(), watch));
    } catch (Throwable e) {
      throw failed(e, watch);
    }
  }

  private @Nullable PublishWatch watch(Draft draft, Observer.Kind kind) {
    return observers.isOn() ? observers.publishing(draft.event(), draft.topic(), kind) : null;
  }

  private Draft intercepted(Draft stamped) {
    Draft draft = stamped;
    for (Interceptor interceptor : interceptors) {
      draft = stamper.replace(draft, interceptor.publishing(draft.event()));
    }
    return draft;
  }

  /** A prepared event with what observers have it carry, if it fits with that. */
  private Event<byte[]> carrying(Event<byte[]> encoded, String topic, PublishWatch watch) {
    Event<byte[]> carrying = codecs.encode(watch.carrying(encoded));
    try {
      written(carrying);
    } catch (EventBusException e) {
      watch.goesWithout(e);
      carrying = encoded;
    }
    watch.encoded(carrying, limits);
    watch.stored(new Receipt(carrying, topic, null, false));
    return carrying;
  }

  /** The event as the broker gets it, within its limits. */
  private Event<byte[]> written(Event<?> event) {
    Event<byte[]> written = mode.laidOut(codecs.encode(event));
    EventLimits.check(written, limits);
    return written;
  }

  /** With what observers have it carry, if it fits with that. */
  private Event<byte[]> written(Event<?> event, PublishWatch watch) {
    Event<?> carrying = watch.carrying(event);
    Event<byte[]> written;
    if (carrying.extensions().size() == event.extensions().size()) {
      written = written(event);
    } else {
      written = written(event, carrying, watch);
    }
    watch.encoded(written, limits);
    return written;
  }

  private Event<byte[]> written(Event<?> event, Event<?> carrying, PublishWatch watch) {
    try {
      return written(carrying);
    } catch (EventBusException e) {
      Event<byte[]> without = written(event);
      watch.goesWithout(e);
      return without;
    }
  }

  private static EventBusException failed(Throwable thrown, @Nullable PublishWatch watch) {
    EventBusException failure =
        thrown instanceof EventBusException own
            ? own
            : new PublishFailedException(
                "an event was not sent, because an interceptor, a codec or its own data failed: %s. Mend that and publish it again"
                    .formatted(FailureText.summary(thrown)),
                thrown);
    if (watch != null) {
      watch.failed(failure);
    }
    return failure;
  }

  /** An event that travels as it is. */
  PendingPublish asItIs(Publisher publisher, String topic, Event<byte[]> event) {
    Event<byte[]> written = mode.laidOut(event);
    PublishWatch watch =
        observers.isOn() ? observers.publishing(event, topic, Observer.Kind.REDRIVE) : null;
    if (watch != null) {
      watch.encoded(written, limits);
    }
    return new PendingPublish(publisher, topic, written, false, watch);
  }
}
