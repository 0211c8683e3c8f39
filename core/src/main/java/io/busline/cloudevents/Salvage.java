package io.busline.cloudevents;

import io.busline.error.EventBusException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the best of attributes of which some are not valid. */
final class Salvage {
  /** Where not even the fallback is valid, such as a subject that is no event type. */
  private static final String UNKNOWN = "unknown";

  private final ReceivedAttributes attributes;

  Salvage(ReceivedAttributes attributes) {
    this.attributes = attributes;
  }

  Event<byte[]> event(byte[] data, @Nullable String contentType, Fallback fallback) {
    EventBuilder<byte[]> event = builder(data, fallback);
    event.id(UNKNOWN).source(UNKNOWN);
    attempt(event::id, fallback.id());
    attempt(event::source, fallback.source());
    attempt(event::id, attributes.get(CoreAttribute.ID));
    attempt(event::source, attributes.get(CoreAttribute.SOURCE));
    attempt(event::subject, attributes.get(CoreAttribute.SUBJECT));
    attempt(time -> event.time(Timestamps.parse(time)), attributes.get(CoreAttribute.TIME));
    attempt(event::dataContentType, contentType);
    attempt(event::dataSchema, attributes.get(CoreAttribute.DATASCHEMA));
    for (Map.Entry<String, String> extension : attributes.extensions().entrySet()) {
      attempt(value -> event.receivedExtension(extension.getKey(), value), extension.getValue());
    }
    return event.build();
  }

  private EventBuilder<byte[]> builder(byte[] data, Fallback fallback) {
    String type = attributes.get(CoreAttribute.TYPE);
    if (type != null && isType(type)) {
      return Event.builder(type, data);
    }
    return Event.builder(isType(fallback.type()) ? fallback.type() : UNKNOWN, data);
  }

  private static boolean isType(String name) {
    return attempt(type -> Event.builder(type, new byte[0]), name);
  }

  /** Does what may fail, and says whether it worked. */
  private static boolean attempt(Consumer<String> setter, @Nullable String value) {
    if (value == null) {
      return false;
    }
    try {
      setter.accept(value);
      return true;
    } catch (EventBusException e) {
      return false;
    }
  }
}
