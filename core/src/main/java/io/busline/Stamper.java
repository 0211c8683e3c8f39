package io.busline;

import io.busline.codec.OwnClass;
import io.busline.error.InvalidEventException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.event.EventDefinition;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes an event of whatever was published, and knows where each type of event belongs. */
final class Stamper {

  /** Beyond so many types, each is checked anew every time; nobody has so many. */
  private static final int MAX_KNOWN_TYPES = 65_536;

  private final BusSettings settings;
  private final Codecs codecs;
  private final EventIds ids;
  private final Map<String, EventDefinition<Object>> types = new ConcurrentHashMap<>();

  Stamper(BusSettings settings, Codecs codecs) {
    this.settings = settings;
    this.codecs = codecs;
    this.ids = new EventIds(settings.random());
  }

  Instant now() {
    return settings.time().now();
  }

  Draft draft(@Nullable Object published, Instant now) {
    if (published == null) {
      throw new InvalidEventException(
          "null cannot be published: give an annotated object, an Event, an EventBuilder, or a type and its data");
    }
    if (published instanceof Event<?> event) {
      return new Draft(event, known(event.type()).topic(), false);
    }
    Stamp stamp = new Stamp(ids.next(now.toEpochMilli()), settings.sourceName(), now);
    if (published instanceof EventBuilder<?> builder) {
      Event<?> event = stamp.complete(builder);
      return draft(event, known(event.type()), stamp);
    }
    if (published instanceof Named named) {
      EventDefinition<Object> type = known(named.type());
      return draft(stamp.complete(Event.builder(type, named.data())), type, stamp);
    }
    OwnClass own = codecs.own(published.getClass());
    return own == null
        ? draft(DataClass.of(published.getClass()), published, stamp)
        : draft(own.type(), published, own.key().apply(published).orElse(null), stamp);
  }

  private Draft draft(DataClass dataClass, Object data, Stamp stamp) {
    return draft(dataClass.type(), data, dataClass.keyOf(data), stamp);
  }

  private Draft draft(EventDefinition<?> declared, Object data, @Nullable String key, Stamp stamp) {
    EventDefinition<Object> type = learn(declared);
    EventBuilder<?> builder = Event.builder(type, data);
    if (key != null) {
      builder.subject(key);
    }
    return draft(stamp.complete(builder), type, stamp);
  }

  private static Draft draft(Event<?> event, EventDefinition<Object> type, Stamp stamp) {
    return new Draft(event, type.topic(), stamp.isOn(event));
  }

  Draft replace(Draft draft, Event<?> event) {
    return draft.replaced(event, known(event.type()).topic());
  }

  private EventDefinition<Object> known(String type) {
    if (type == null) {
      throw new InvalidEventException("the event type's name is null");
    }
    EventDefinition<Object> known = types.get(type);
    return known != null ? known : learn(EventDefinition.of(type, Object.class));
  }

  /** An annotated class may place its type in a topic of its own choice. */
  private EventDefinition<Object> learn(EventDefinition<?> type) {
    EventDefinition<Object> known = types.get(type.name());
    if (known == null || !known.topic().equals(type.topic())) {
      known = EventDefinition.of(type.name(), Object.class).inTopic(type.topic());
      if (types.size() < MAX_KNOWN_TYPES) {
        types.put(type.name(), known);
      }
    }
    return known;
  }
}
