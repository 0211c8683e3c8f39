package io.busline.cloudevents;

import static io.busline.cloudevents.CoreAttribute.DATACONTENTTYPE;
import static io.busline.cloudevents.CoreAttribute.DATASCHEMA;
import static io.busline.cloudevents.CoreAttribute.ID;
import static io.busline.cloudevents.CoreAttribute.SOURCE;
import static io.busline.cloudevents.CoreAttribute.SPECVERSION;
import static io.busline.cloudevents.CoreAttribute.SUBJECT;
import static io.busline.cloudevents.CoreAttribute.TIME;
import static io.busline.cloudevents.CoreAttribute.TYPE;

import io.busline.error.DecodingException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.event.Quoted;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The attributes of one message as text, not yet checked, and the event they make. */
final class ReceivedAttributes {
  private final @Nullable String[] core = new @Nullable String[CoreAttribute.COUNT];
  private Map<String, String> extensions = Map.of();

  @Nullable String get(CoreAttribute attribute) {
    return core[attribute.index];
  }

  Map<String, String> extensions() {
    return extensions;
  }

  /**
   * Keeps a value.
   *
   * @throws DecodingException with the end of a sentence, if there is another
   */
  void put(CoreAttribute attribute, String value) {
    String before = core[attribute.index];
    core[attribute.index] = value;
    requireOnce(before, value);
  }

  /**
   * Keeps the value of an extension.
   *
   * @throws DecodingException with the end of a sentence, if there is another
   */
  void put(String extension, String value) {
    if (extensions.isEmpty()) {
      extensions = new TreeMap<>();
    }
    requireOnce(extensions.put(extension, value), value);
  }

  private static void requireOnce(@Nullable String before, String value) {
    if (before != null && !before.equals(value)) {
      throw new DecodingException("is there twice, with different values");
    }
  }

  /** Makes the event that the attributes describe, or of the fallback if they describe none. */
  Event<byte[]> event(byte[] data, @Nullable String contentType, Fallback fallback) {
    EventBuilder<byte[]> event;
    if (claimAnEvent()) {
      requireSpecVersion();
      event = Event.builder(required(TYPE), data).id(required(ID)).source(required(SOURCE));
    } else {
      event = Event.builder(fallback.type(), data).id(fallback.id()).source(fallback.source());
    }
    String subject = get(SUBJECT);
    if (subject != null) {
      event.subject(subject);
    }
    String time = get(TIME);
    if (time != null) {
      event.time(time(time));
    }
    if (contentType != null) {
      event.dataContentType(contentType);
    }
    String dataSchema = get(DATASCHEMA);
    if (dataSchema != null) {
      event.dataSchema(dataSchema);
    }
    for (Map.Entry<String, String> extension : extensions.entrySet()) {
      event.receivedExtension(extension.getKey(), extension.getValue());
    }
    return event.build();
  }

  /** Optional attributes alone do not make an event: people set a content type on anything. */
  private boolean claimAnEvent() {
    return get(SPECVERSION) != null || get(ID) != null || get(SOURCE) != null || get(TYPE) != null;
  }

  private void requireSpecVersion() {
    String version = required(SPECVERSION);
    if (!version.equals(HeaderBinding.SPEC_VERSION)) {
      throw new DecodingException(
          "message is an event of specversion %s; only 1.0 is known".formatted(Quoted.of(version)));
    }
  }

  private String required(CoreAttribute attribute) {
    String value = get(attribute);
    if (value == null || value.isEmpty()) {
      throw new DecodingException(
          "message has some attributes of an event but no " + attribute.text);
    }
    return value;
  }

  private static Instant time(String text) {
    try {
      return Timestamps.parse(text);
    } catch (DecodingException e) {
      throw new DecodingException(
          "message is not a valid event: attribute time " + e.getMessage(), e);
    }
  }

  /** A message in structured mode may repeat attributes in headers, but not contradict itself. */
  void requireSameAs(Event<?> event) {
    requireSame(ID, event.id());
    requireSame(SOURCE, event.source());
    requireSame(TYPE, event.type());
    requireSame(SUBJECT, event.subject().orElse(null));
    requireSame(DATASCHEMA, event.dataSchema().orElse(null));
    requireSame(DATACONTENTTYPE, event.dataContentType().orElse(null));
    String time = get(TIME);
    if (time != null && !Optional.of(time(time)).equals(event.time())) {
      throw contradiction(TIME.text);
    }
    for (Map.Entry<String, String> extension : extensions.entrySet()) {
      String value = event.extensions().get(extension.getKey());
      if (value != null && !value.equals(extension.getValue())) {
        throw contradiction(extension.getKey());
      }
    }
  }

  private void requireSame(CoreAttribute attribute, @Nullable String value) {
    String header = get(attribute);
    if (header != null && !header.equals(value)) {
      throw contradiction(attribute.text);
    }
  }

  private static DecodingException contradiction(String attribute) {
    return new DecodingException(
        "message has one %s in its headers and another in its body"
            .formatted(Quoted.of(attribute)));
  }
}
