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

  Composer(
      BusSettings settings,
      Codecs codecs,
      ContentMode mode,
      List<Interceptor> interceptors,
      BrokerDescription limits) {
    this.stamper = new Stamper(settings, codecs);
    this.codecs = codecs;
    this.mode = mode;
    this.interceptors = interceptors;
    this.limits = limits;
  }

  Instant now() {
    return stamper.now();
  }

  PendingPublish compose(Publisher publisher, @Nullable Object published, Instant now) {
    try {
      if (published instanceof PreparedEvent prepared) {
        return new PendingPublish(publisher, prepared.topic(), written(prepared.event()), false);
      }
      Draft draft = draft(published, now);
      Event<byte[]> written = written(codecs.encode(draft.event()));
      return new PendingPublish(publisher, draft.topic(), written, draft.fresh());
    } catch (Throwable e) {
      throw refusal(e);
    }
  }

  /** What would travel, before it is laid out: whoever publishes it may lay out differently. */
  PreparedEvent prepare(@Nullable Object published) {
    try {
      if (published instanceof PreparedEvent prepared) {
        return prepared;
      }
      Draft draft = draft(published, now());
      Event<byte[]> encoded = codecs.encode(draft.event());
      written(encoded);
      return new PreparedEvent(draft.topic(), encoded);
    } catch (Throwable e) {
      throw refusal(e);
    }
  }

  private Draft draft(@Nullable Object published, Instant now) {
    Draft draft = stamper.draft(published, now);
    for (Interceptor interceptor : interceptors) {
      draft = stamper.replace(draft, interceptor.publishing(draft.event()));
    }
    return draft;
  }

  /** The event as the broker gets it, within its limits. */
  private Event<byte[]> written(Event<byte[]> encoded) {
    Event<byte[]> written = mode.laidOut(encoded);
    EventLimits.check(written, limits);
    return written;
  }

  private static EventBusException refusal(Throwable e) {
    return e instanceof EventBusException known
        ? known
        : new PublishFailedException(
            "an event was not sent, because an interceptor, a codec or its own data failed: %s. Mend that and publish it again"
                .formatted(FailureText.summary(e)),
            e);
  }

  /** An event that travels as it is. */
  PendingPublish asItIs(Publisher publisher, String topic, Event<byte[]> event) {
    return new PendingPublish(publisher, topic, mode.laidOut(event), false);
  }
}
