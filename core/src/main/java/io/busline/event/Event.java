package io.busline.event;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened: an immutable envelope around data. The attributes are those of <a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0</a>;
 * {@code id} and {@code source} together identify the event.
 *
 * <p>Extension attributes are kept in their canonical text form, because most bindings carry
 * nothing else. Immutable if the data is; a {@code byte[]} is not copied and must not be changed.
 *
 * @param <T> the type of the data; {@code byte[]} for an event as it travels
 */
public final class Event<T> {

  /** The extension that holds the key where the subject is not it. */
  public static final String PARTITION_KEY = "partitionkey";

  private final String id;
  private final String source;
  private final String type;
  private final @Nullable String subject;
  private final @Nullable Instant time;
  private final @Nullable String dataContentType;
  private final @Nullable String dataSchema;
  private final Map<String, String> extensions;
  private final T data;

  /** For callers that have checked every attribute. */
  Event(
      String id,
      String source,
      String type,
      @Nullable String subject,
      @Nullable Instant time,
      @Nullable String dataContentType,
      @Nullable String dataSchema,
      Map<String, String> extensions,
      T data) {
    this.id = id;
    this.source = source;
    this.type = type;
    this.subject = subject;
    this.time = time;
    this.dataContentType = dataContentType;
    this.dataSchema = dataSchema;
    this.extensions = extensions;
    this.data = data;
  }

  /**
   * Begins an event of a named type.
   *
   * @param type the type's dotted name
   * @param data the data
   * @param <T> the type of the data
   * @return a builder; {@code EventBus.publish} takes it as it is and fills in what is not set
   */
  public static <T> EventBuilder<T> builder(String type, T data) {
    return new EventBuilder<>(Names.require("event type", type), data);
  }

  /**
   * Begins an event of a known type.
   *
   * @param type the type
   * @param data the data
   * @param <T> the type of the data
   * @return a builder; {@code EventBus.publish} takes it as it is and fills in what is not set
   */
  public static <T> EventBuilder<T> builder(EventDefinition<T> type, T data) {
    return new EventBuilder<>(type.name(), data);
  }

  /**
   * What identifies the event within its source.
   *
   * @return the attribute {@code id}, never empty
   */
  public String id() {
    return id;
  }

  /**
   * Where the event comes from: a URI-reference, by default the publishing service's name.
   *
   * @return the attribute {@code source}, never empty
   */
  public String source() {
    return source;
  }

  /**
   * What happened.
   *
   * @return the attribute {@code type}, a dotted name
   */
  public String type() {
    return type;
  }

  /**
   * What it happened to, such as an order's number.
   *
   * @return the attribute {@code subject}, if there is one
   */
  public Optional<String> subject() {
    return Optional.ofNullable(subject);
  }

  /**
   * When it happened, by the publisher's clock.
   *
   * @return the attribute {@code time}, if there is one
   */
  public Optional<Instant> time() {
    return Optional.ofNullable(time);
  }

  /**
   * The media type of the encoded data.
   *
   * @return the attribute {@code datacontenttype}, if there is one
   */
  public Optional<String> dataContentType() {
    return Optional.ofNullable(dataContentType);
  }

  /**
   * The schema the data follows.
   *
   * @return the attribute {@code dataschema}, an absolute URI, if there is one
   */
  public Optional<String> dataSchema() {
    return Optional.ofNullable(dataSchema);
  }

  /**
   * Attributes beyond those of the specification's core.
   *
   * @return names and values in canonical text form; unmodifiable
   */
  public Map<String, String> extensions() {
    return extensions;
  }

  /**
   * What decides the order: events of one key and topic keep the order of publishing.
   *
   * @return the extension {@code partitionkey}, else the subject, else nothing
   */
  public Optional<String> key() {
    return Optional.ofNullable(keyOrNull());
  }

  /**
   * {@link #key()} for paths where an event costs less than the {@code Optional}.
   *
   * @return the key, or null
   */
  public @Nullable String keyOrNull() {
    String partitionKey = extensions.isEmpty() ? null : extensions.get(PARTITION_KEY);
    return partitionKey != null ? partitionKey : subject;
  }

  /**
   * What there is to say about it.
   *
   * @return the data
   */
  public T data() {
    return data;
  }

  /**
   * The same envelope around other data.
   *
   * @param otherData the data
   * @param <R> its type
   * @return the event
   */
  public <R> Event<R> withData(R otherData) {
    return new Event<>(
        id,
        source,
        type,
        subject,
        time,
        dataContentType,
        dataSchema,
        extensions,
        Objects.requireNonNull(otherData, "data"));
  }

  /**
   * The same event with another content type.
   *
   * @param mediaType a media type, such as {@code application/json}
   * @return the event
   * @throws io.busline.error.InvalidEventException if it is not a media type
   */
  public Event<T> withContentType(String mediaType) {
    Attributes.mediaType(mediaType);
    return new Event<>(id, source, type, subject, time, mediaType, dataSchema, extensions, data);
  }

  /**
   * A builder that starts from this event, for a changed copy.
   *
   * @return the builder, with every attribute set
   */
  public EventBuilder<T> toBuilder() {
    return new EventBuilder<>(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Event<?> that
        && id.equals(that.id)
        && source.equals(that.source)
        && type.equals(that.type)
        && Objects.equals(subject, that.subject)
        && Objects.equals(time, that.time)
        && Objects.equals(dataContentType, that.dataContentType)
        && Objects.equals(dataSchema, that.dataSchema)
        && extensions.equals(that.extensions)
        && Objects.deepEquals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * id.hashCode() + source.hashCode();
  }

  /** The event without its data, which may be private. */
  @Override
  public String toString() {
    return "Event[%s id=%s source=%s%s]"
        .formatted(
            type,
            Quoted.of(id),
            Quoted.of(source),
            subject == null ? "" : " subject=" + Quoted.of(subject));
  }
}
