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
      Draft draft = stamper.draft(published, now);
      for (Interceptor interceptor : interceptors) {
        draft = stamper.replace(draft, interceptor.publishing(draft.event()));
      }
      Event<byte[]> written = mode.laidOut(codecs.encode(draft.event()));
      EventLimits.check(written, limits);
      return new PendingPublish(publisher, draft.topic(), written, draft.fresh());
    } catch (EventBusException e) {
      throw e;
    } catch (Throwable e) {
      throw new PublishFailedException(
          "an event was not sent, because an interceptor, a codec or its own data failed: %s. Mend that and publish it again"
              .formatted(FailureText.summary(e)),
          e);
    }
  }

  /** An event that travels as it is. */
  PendingPublish asItIs(Publisher publisher, String topic, Event<byte[]> event) {
    return new PendingPublish(publisher, topic, mode.laidOut(event), false);
  }
}
