package io.busline.cloudevents;

import io.busline.error.EncodingException;
import io.busline.event.Event;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The names and values under which a kind of message carries an event's attributes. Safe for use by
 * all threads.
 */
public enum HeaderBinding {
  /** {@code ce-} headers, percent-encoded; names in any letter case. */
  NATS("ce-", "ce-datacontenttype", true),
  /** As NATS, but the data's content type is the header {@code content-type}. */
  HTTP("ce-", "content-type", true),
  /** {@code ce_} headers in UTF-8; the data's content type is the header {@code content-type}. */
  KAFKA("ce_", "content-type", false),
  /**
   * AMQP 0-9-1 with {@code ce-} headers, as Knative has it. The data's content type is no header
   * but the message property {@code content-type}, which the broker sets and reads itself.
   */
  AMQP("ce-", null, false),
  /** As {@link #AMQP}, with {@code cloudEvents_} headers, which AMQP 1.0 clients look for. */
  AMQP_CLOUDEVENTS("cloudEvents_", null, false);

  /**
   * The most characters that names and values of an event's attributes may have together. It is the
   * size of event that the specification asks everyone to forward; and AMQP's headers must fit into
   * one frame, of 128 KiB by default.
   */
  public static final int MAX_CHARACTERS = 64 * 1024;

  static final String SPEC_VERSION = "1.0";

  private static final String CONTENT_TYPE = "content-type";

  private final String prefix;
  private final @Nullable String contentTypeHeader;
  private final boolean ascii;
  private final String specVersion;
  private final String id;
  private final String source;
  private final String type;
  private final String subject;
  private final String time;
  private final String dataContentType;
  private final String dataSchema;

  HeaderBinding(String prefix, @Nullable String contentTypeHeader, boolean ascii) {
    this.prefix = prefix;
    this.contentTypeHeader = contentTypeHeader;
    this.ascii = ascii;
    specVersion = prefix + CoreAttribute.SPECVERSION.text;
    id = prefix + CoreAttribute.ID.text;
    source = prefix + CoreAttribute.SOURCE.text;
    type = prefix + CoreAttribute.TYPE.text;
    subject = prefix + CoreAttribute.SUBJECT.text;
    time = prefix + CoreAttribute.TIME.text;
    dataContentType = prefix + CoreAttribute.DATACONTENTTYPE.text;
    dataSchema = prefix + CoreAttribute.DATASCHEMA.text;
  }

  /**
   * Writes an event's attributes. The data is the caller's to write, and for AMQP the content type.
   * An event whose content type is a format of events is written in structured mode, with copies of
   * its attributes.
   *
   * @param event the event
   * @param headers takes each header's name and value
   * @throws EncodingException if the attributes are larger than {@link #MAX_CHARACTERS}, before any
   *     header is written; or if the time is one that RFC 3339 does not know
   */
  public void write(Event<?> event, BiConsumer<String, String> headers) {
    requireRoom(event);
    headers.accept(specVersion, SPEC_VERSION);
    headers.accept(id, value(event.id()));
    headers.accept(source, value(event.source()));
    headers.accept(type, event.type());
    if (event.subject().isPresent()) {
      headers.accept(subject, value(event.subject().get()));
    }
    if (event.time().isPresent()) {
      headers.accept(time, Timestamps.format(event.time().get()));
    }
    if (contentTypeHeader != null && event.dataContentType().isPresent()) {
      String contentType = event.dataContentType().get();
      // In NATS the message's content type is another header than that of the data.
      boolean structured = EnvelopeReader.isStructured(contentType);
      headers.accept(
          structured ? CONTENT_TYPE : contentTypeHeader,
          this == NATS ? value(contentType) : contentType);
    }
    if (event.dataSchema().isPresent()) {
      headers.accept(dataSchema, value(event.dataSchema().get()));
    }
    for (Map.Entry<String, String> extension : event.extensions().entrySet()) {
      headers.accept(prefix.concat(extension.getKey()), value(extension.getValue()));
    }
  }

  /**
   * Begins to read a message.
   *
   * @return a reader for one message
   */
  public EnvelopeReader reader() {
    return new EnvelopeReader(this);
  }

  /** The attribute of a header that is named just as this binding names it; null for others. */
  @Nullable CoreAttribute own(String header) {
    CoreAttribute guess = CoreAttribute.guess(header, prefix.length());
    return guess != null && header.equals(name(guess)) ? guess : null;
  }

  int prefixLength() {
    return prefix.length();
  }

  private String name(CoreAttribute attribute) {
    return switch (attribute) {
      case ID -> id;
      case SOURCE -> source;
      case TYPE -> type;
      case SPECVERSION -> specVersion;
      case TIME -> time;
      case SUBJECT -> subject;
      case DATACONTENTTYPE -> dataContentType;
      case DATASCHEMA -> dataSchema;
    };
  }

  private String value(String value) {
    return ascii ? HeaderValues.encode(value) : value;
  }

  /** Undoes {@link #value}. */
  String decoded(String value) {
    return ascii ? HeaderValues.decode(value) : value;
  }

  /** NATS and HTTP compare names without regard to case; Kafka's and AMQP's names are exact. */
  boolean ignoresCase() {
    return ascii;
  }

  /** Whether a header is the message's own content type; AMQP has a property for that. */
  boolean isContentType(String header) {
    return contentTypeHeader != null
        && (ascii ? header.equalsIgnoreCase(CONTENT_TYPE) : header.equals(CONTENT_TYPE));
  }

  /** Whether the data's content type is an attribute like others rather than the message's. */
  boolean prefersAttributeOfContentType() {
    return this == NATS;
  }

  private static int length(Optional<String> value) {
    return value.isPresent() ? value.get().length() : 0;
  }

  /** Whether an event can be written. */
  static boolean hasRoom(Event<?> event) {
    return size(event) <= MAX_CHARACTERS;
  }

  private static int size(Event<?> event) {
    int size = event.id().length() + event.source().length() + event.type().length();
    size += length(event.subject());
    size += length(event.dataContentType());
    size += length(event.dataSchema());
    for (Map.Entry<String, String> extension : event.extensions().entrySet()) {
      size += extension.getKey().length() + extension.getValue().length();
    }
    return size;
  }

  private static void requireRoom(Event<?> event) {
    int size = size(event);
    if (size > MAX_CHARACTERS) {
      throw new EncodingException(
          "%s has attributes of %d characters and %d are allowed. Move what is long into the data"
              .formatted(event, size, MAX_CHARACTERS));
    }
  }
}
