package io.busline;

import io.busline.error.ConfigurationException;
import io.busline.error.DecodingException;
import io.busline.event.DataVersion;
import io.busline.event.Event;
import io.busline.event.EventDefinition;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an event's data, of whatever version, as the class that a handler wants. */
final class DataReader {
  private final Codecs codecs;
  private final Map<Class<?>, Upcaster> byResult = new HashMap<>();

  DataReader(Codecs codecs, List<Upcaster> upcasters) {
    this.codecs = codecs;
    for (Upcaster upcaster : upcasters) {
      if (byResult.put(upcaster.to().dataClass(), upcaster) != null) {
        throw new ConfigurationException(
            "there are two upcasters to %s. One from the version before is enough: older data goes through the upcasters of its own versions first"
                .formatted(Upcaster.described(upcaster.to())));
      }
    }
  }

  /** Throws nothing but {@link DecodingException}, and errors. */
  Event<?> read(Event<byte[]> event, Route route) {
    Class<?> wanted = route.dataClass();
    int version = route.version() == EventDefinition.ANY_VERSION ? 0 : DataVersion.of(event);
    if (version == route.version()) {
      return event.withData(codecs.decode(event, route.dataType()));
    }
    if (version > route.version()) {
      throw new DecodingException(
          "event has version %d of %s, and %s is version %d. Bring this service up to date, then redrive the event"
              .formatted(version, event.type(), wanted.getName(), route.version()));
    }
    return DataVersion.mark(event.withData(upcast(event, wanted, version)), route.version());
  }

  private Object upcast(Event<byte[]> event, Class<?> wanted, int version) {
    @Nullable Upcaster upcaster = byResult.get(wanted);
    if (upcaster == null || upcaster.from().version() < version) {
      throw new DecodingException(
          "event has version %d of %s, and nothing makes %s of it. Give the bus an upcaster from that version, then redrive the event"
              .formatted(version, event.type(), wanted.getName()));
    }
    Class<?> before = upcaster.from().dataClass();
    return upcaster.apply(
        upcaster.from().version() == version
            ? codecs.decode(event, before)
            : upcast(event, before, version));
  }

  /** Refuses routes of which each event would become a dead letter. */
  void requireReadable(SubscriptionSettings wanted) {
    for (Route route : wanted.routes().all()) {
      requireReadable(wanted, route, route.dataType());
      Upcaster upcaster = byResult.get(route.dataClass());
      for (; upcaster != null; upcaster = byResult.get(upcaster.from().dataClass())) {
        requireReadable(wanted, route, upcaster.from().dataClass());
      }
    }
  }

  private void requireReadable(SubscriptionSettings wanted, Route route, Type dataType) {
    String why = codecs.unreadable(dataType);
    if (why != null) {
      throw new ConfigurationException(
          "subscription %s could handle no event of %s: %s"
              .formatted(wanted.name(), route.pattern().pattern(), why));
    }
  }

  Codecs codecs() {
    return codecs;
  }
}
