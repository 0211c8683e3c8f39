package io.busline;

import io.busline.cloudevents.StructuredMode;
import io.busline.codec.EventFormat;
import io.busline.error.ConfigurationException;
import io.busline.error.DecodingException;
import io.busline.event.Event;
import io.busline.event.Quoted;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The formats of whole events that are on the class path. */
final class Formats implements StructuredMode {
  private static final String JSON = "application/cloudevents+json";

  private volatile @Nullable Map<String, EventFormat> byMediaType;

  /** Looks for them, unless that is done; until then whoever needs one waits for it. */
  synchronized Map<String, EventFormat> load() {
    Map<String, EventFormat> found = byMediaType;
    if (found == null) {
      found = new HashMap<>();
      for (EventFormat format : ServiceLoader.load(EventFormat.class)) {
        found.put(format.mediaType(), format);
      }
      byMediaType = found;
    }
    return found;
  }

  private @Nullable EventFormat format(String mediaType) {
    Map<String, EventFormat> loaded = byMediaType;
    return (loaded == null ? load() : loaded).get(mediaType);
  }

  /** Writes JSON, which everybody who knows structured mode has to read. */
  ContentMode structured() {
    EventFormat format = format(JSON);
    if (format == null) {
      throw new ConfigurationException(
          "option content-mode is structured, and nothing on the class path writes events as JSON. Add the dependency io.busline:busline-json");
    }
    return event -> event.withData(format.write(event)).withContentType(JSON);
  }

  @Override
  public Event<byte[]> read(String mediaType, byte[] document) {
    EventFormat format = format(mediaType);
    if (format == null) {
      throw new DecodingException(
          "message is a whole event in the format %s, which nothing on the class path reads. Add the codec that does; busline-json reads application/cloudevents+json"
              .formatted(Quoted.of(mediaType)));
    }
    return format.read(document);
  }
}
