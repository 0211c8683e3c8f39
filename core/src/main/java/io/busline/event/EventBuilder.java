package io.busline.event;

import io.busline.error.InvalidEventException;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link Event}. Each setter checks its value at once. An event bus takes the builder
 * itself and fills in id, source, time and content type where they are not set; {@link #build()}
 * needs id and source. Not safe for use by several threads.
 *
 * @param <T> the type of the data
 */
public final class EventBuilder<T> {
  private final String type;
  private final T data;
  private @Nullable String id;
  private @Nullable String source;
  private @Nullable String subject;
  private @Nullable Instant time;
  private @Nullable String dataContentType;
  private @Nullable String dataSchema;
  private Map<String, String> extensions = Map.of();

  EventBuilder(String type, T data) {
    this.type = type;
    if (data == null) {
      throw new InvalidEventException(
          "an event of type %s has null for data. Give what there is to say, or an empty byte[]"
              .formatted(type));
    }
    this.data = data;
  }

  EventBuilder(Event<T> event) {
    this(event.type(), event.data());
    id = event.id();
    source = event.source();
    subject = event.subject().orElse(null);
    time = event.time().orElse(null);
    dataContentType = event.dataContentType().orElse(null);
    dataSchema = event.dataSchema().orElse(null);
    extensions = event.extensions();
  }

  /**
   * Sets what identifies the event within its source.
   *
   * @param value the id, of 1 to 512 characters
   * @return this builder
   * @throws InvalidEventException if the value is not allowed
   */
  public EventBuilder<T> id(String value) {
    id = Attributes.id(value);
    return this;
  }

  /**
   * Sets where the event comes from.
   *
   * @param value a URI-reference
   * @return this builder
   * @throws InvalidEventException if the value is not allowed
   */
  public EventBuilder<T> source(String value) {
    source = Attributes.source(value);
    return this;
  }

  /**
   * Sets what the event happened to; it is also the key, unless {@link #key} sets another.
   *
   * @param value the subject
   * @return this builder
   * @throws InvalidEventException if the value is not allowed
   */
  public EventBuilder<T> subject(String value) {
    subject = Attributes.text("subject", value);
    return this;
  }

  /**
   * Sets when it happened.
   *
   * @param value the time
   * @return this builder
   */
  public EventBuilder<T> time(Instant value) {
    time = Objects.requireNonNull(value, "time");
    return this;
  }

  /**
   * Sets the media type of the data once encoded; it chooses the codec.
   *
   * @param value a media type, such as {@code application/json}
   * @return this builder
   * @throws InvalidEventException if the value is not allowed
   */
  public EventBuilder<T> dataContentType(String value) {
    dataContentType = Attributes.mediaType(value);
    return this;
  }

  /**
   * Sets the schema the data follows.
   *
   * @param value an absolute URI
   * @return this builder
   * @throws InvalidEventException if the value is not allowed
   */
  public EventBuilder<T> dataSchema(String value) {
    dataSchema = Attributes.absoluteUri("dataschema", value);
    return this;
  }

  /**
   * Sets the key that decides the order, as the extension {@code partitionkey}.
   *
   * @param value the key
   * @return this builder
   * @throws InvalidEventException if the value is not allowed
   */
  public EventBuilder<T> key(String value) {
    return extension(Event.PARTITION_KEY, value);
  }

  /**
   * Sets an extension attribute.
   *
   * @param name 1 to 20 characters of {@code a-z0-9}, not the name of a core attribute
   * @param value the value in its canonical text form
   * @return this builder
   * @throws InvalidEventException if name or value is not allowed
   */
  public EventBuilder<T> extension(String name, String value) {
    return extension(name, value, Attributes.MAX_NAME_LENGTH);
  }

  /**
   * Sets an extension attribute of an event that somebody else has made, which may have a longer
   * name: CloudEvents says that it should have 20 characters at most, not that it must. For brokers
   * and formats, which read such events.
   *
   * @param name 1 to 200 characters of {@code a-z0-9}, not the name of a core attribute
   * @param value the value in its canonical text form
   * @return this builder
   * @throws InvalidEventException if name or value is not allowed
   */
  public EventBuilder<T> receivedExtension(String name, String value) {
    return extension(name, value, Attributes.MAX_RECEIVED_NAME_LENGTH);
  }

  private EventBuilder<T> extension(String name, String value, int maxLength) {
    Attributes.extensionName(name, maxLength);
    Attributes.text(name, value);
    ownExtensions().put(name, value);
    return this;
  }

  /**
   * Removes an extension attribute, if it is there.
   *
   * @param name the extension's name
   * @return this builder
   */
  public EventBuilder<T> withoutExtension(String name) {
    ownExtensions().remove(name);
    return this;
  }

  /** A map that only this builder has; copied once, or many extensions would cost their square. */
  private Map<String, String> ownExtensions() {
    if (!(extensions instanceof TreeMap)) {
      extensions = new TreeMap<>(extensions);
    }
    return extensions;
  }

  /**
   * Sets id, source and time where they are not set. For buses and tools, which know the defaults.
   *
   * @param defaultId an id that is valid and unique
   * @param defaultSource a valid source
   * @param now the present time
   * @return this builder
   */
  public EventBuilder<T> orElse(String defaultId, String defaultSource, Instant now) {
    id = id != null ? id : defaultId;
    source = source != null ? source : defaultSource;
    time = time != null ? time : now;
    return this;
  }

  /**
   * Builds the event.
   *
   * @return the event
   * @throws InvalidEventException if id or source is missing
   */
  public Event<T> build() {
    if (id == null || source == null) {
      throw new InvalidEventException(
          "event of type %s has no %s. Set it, or publish the builder itself: the bus fills in what is not set"
              .formatted(type, id == null ? "id" : "source"));
    }
    return new Event<>(
        id,
        source,
        type,
        subject,
        time,
        dataContentType,
        dataSchema,
        extensions.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(extensions)),
        data);
  }
}
