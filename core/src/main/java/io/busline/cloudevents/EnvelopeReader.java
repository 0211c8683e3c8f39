package io.busline.cloudevents;

import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import io.busline.error.InvalidEventException;
import io.busline.event.Event;
import io.busline.event.Quoted;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes an event of one message: give it every header, in any order, then call {@link #read}.
 * Headers without a prefix of CloudEvents are ignored; what is wrong with one is told by {@link
 * #read}. Not safe for use by several threads.
 *
 * <p>A message with at least one of {@code id}, {@code source}, {@code type} and {@code
 * specversion} claims to be an event and must have all four. Any other message is made into one.
 */
public final class EnvelopeReader {
  private static final String STRUCTURED = "application/cloudevents";
  private static final int NO_ATTRIBUTE = -1;
  private static final int CONTEXT = -2;

  private final HeaderBinding binding;
  private final ReceivedAttributes attributes = new ReceivedAttributes();
  private @Nullable String contentType;
  private @Nullable String problem;
  private Map<String, String> context = Map.of();
  private int characters;

  EnvelopeReader(HeaderBinding binding) {
    this.binding = binding;
  }

  /**
   * Takes a header of text.
   *
   * @param name the header's name
   * @param value the value; null counts as no header
   * @return this reader
   */
  public EnvelopeReader header(String name, @Nullable String value) {
    if (value != null) {
      take(name, attributeStart(name), value);
    }
    return this;
  }

  /**
   * Takes a header of bytes, which are text in UTF-8: Kafka's.
   *
   * @param name the header's name
   * @param value the bytes; null counts as no header
   * @return this reader
   */
  public EnvelopeReader utf8Header(String name, byte @Nullable [] value) {
    int start = attributeStart(name);
    if (value != null && start != NO_ATTRIBUTE) {
      try {
        take(name, start, HeaderValues.utf8(value));
      } catch (DecodingException e) {
        wrong(name, e);
      }
    }
    return this;
  }

  /**
   * Takes a header of any type: AMQP's. Booleans, integers, times and binary values become the
   * canonical text of the specification; any other value is what {@code toString} says.
   *
   * @param name the header's name
   * @param value the value; null counts as no header
   * @return this reader
   */
  public EnvelopeReader typedHeader(String name, @Nullable Object value) {
    int start = attributeStart(name);
    if (value != null && start != NO_ATTRIBUTE) {
      try {
        take(name, start, TypedValues.canonical(value));
      } catch (DecodingException | EncodingException e) {
        wrong(name, e);
      }
    }
    return this;
  }

  /**
   * Takes the message's own content type, where that is no header: AMQP's property.
   *
   * @param value the content type; null if there is none
   * @return this reader
   */
  public EnvelopeReader contentType(@Nullable String value) {
    contentType = value;
    return this;
  }

  /**
   * Reads the event.
   *
   * @param data the message's body; no bytes if it has none
   * @param fallback for a message that is no event
   * @param structured for a message whose body is a whole event
   * @return the event
   * @throws DecodingException if the message claims to be an event and is not a valid one, or
   *     cannot be made into one
   */
  public Event<byte[]> read(byte[] data, Fallback fallback, StructuredMode structured) {
    if (problem != null) {
      throw new DecodingException(problem);
    }
    try {
      Event<byte[]> event =
          isStructured()
              ? document(data, structured)
              : attributes.event(data, dataContentType(), fallback);
      // Else it could neither be published again nor become a dead letter.
      if (!HeaderBinding.hasRoom(event)) {
        throw tooLong();
      }
      return event;
    } catch (InvalidEventException e) {
      throw new DecodingException("message is not a valid event: " + e.getMessage(), e);
    }
  }

  /**
   * What the message carries beside the event, for {@link io.busline.spi.InboundMessage#headers()}:
   * the headers {@code traceparent}, {@code tracestate} and {@code baggage}, of W3C Trace Context
   * and Baggage. Of several with one name the last counts, for each hop adds its own. What is
   * longer than any of them may be is left out, and makes no message invalid.
   *
   * @return the headers that were there, with names in lower case
   */
  public Map<String, String> context() {
    return context;
  }

  /**
   * Makes the best of a message that {@link #read} has refused: every attribute that is valid, the
   * fallback's where a required one is not, and the body as it came. For the dead letter that the
   * message becomes. Does not throw.
   *
   * @param data the message's body
   * @param fallback for what is missing
   * @return an event
   */
  public Event<byte[]> salvage(byte[] data, Fallback fallback) {
    String type = isStructured() ? contentType : dataContentType();
    Event<byte[]> event = new Salvage(attributes).event(data, type, fallback);
    return HeaderBinding.hasRoom(event)
        ? event
        : new Salvage(new ReceivedAttributes()).event(data, null, fallback);
  }

  private static DecodingException tooLong() {
    return new DecodingException(
        "message has attributes of more than %d characters"
            .formatted(HeaderBinding.MAX_CHARACTERS));
  }

  /** Where the attribute's name begins in a header's name; 0 for the message's content type. */
  private int attributeStart(String name) {
    if (binding.own(name) != null) {
      return binding.prefixLength();
    }
    int start = HeaderNames.afterPrefix(name, binding.ignoresCase());
    if (start == 0 && !binding.isContentType(name)) {
      return ContextHeaders.nameOf(name, binding.ignoresCase()) == null ? NO_ATTRIBUTE : CONTEXT;
    }
    return start;
  }

  private void take(String name, int start, String value) {
    if (start > 0) {
      attribute(name, start, value);
    } else if (start == 0) {
      contentType = value;
    } else if (start == CONTEXT) {
      context = ContextHeaders.with(context, name, value, binding.ignoresCase());
    }
  }

  private void attribute(String header, int start, String raw) {
    characters += header.length() + raw.length();
    if (characters > HeaderBinding.MAX_CHARACTERS) {
      problem = tooLong().getMessage();
      return;
    }
    try {
      keep(header, start, binding.decoded(raw));
    } catch (DecodingException e) {
      wrong(header, e);
    }
  }

  private void keep(String header, int start, String value) {
    CoreAttribute own = binding.own(header);
    CoreAttribute attribute =
        own != null ? own : CoreAttribute.find(header, start, binding.ignoresCase());
    if (attribute != null) {
      attributes.put(attribute, value);
    } else if (!value.isEmpty()) {
      // Many tracers write an empty tracestate. It says no more than none.
      String name = header.substring(start);
      attributes.put(binding.ignoresCase() ? name.toLowerCase(Locale.ROOT) : name, value);
    }
  }

  private void wrong(String header, RuntimeException fault) {
    if (problem == null && attributeStart(header) != CONTEXT) {
      problem = "header %s %s".formatted(Quoted.of(header), fault.getMessage());
    }
  }

  /** The binding's own place for it comes first; many publishers use the other one. */
  private @Nullable String dataContentType() {
    String attribute = attributes.get(CoreAttribute.DATACONTENTTYPE);
    String first = binding.prefersAttributeOfContentType() ? attribute : contentType;
    String second = binding.prefersAttributeOfContentType() ? contentType : attribute;
    return first != null ? first : second;
  }

  private boolean isStructured() {
    return contentType != null && isStructured(contentType);
  }

  static boolean isStructured(String contentType) {
    return contentType.regionMatches(true, 0, STRUCTURED, 0, STRUCTURED.length());
  }

  private Event<byte[]> document(byte[] data, StructuredMode structured) {
    String mediaType = mediaType();
    if (mediaType.startsWith(STRUCTURED + "-batch")) {
      throw new DecodingException(
          "message is a batch of events, which the binding of its broker does not have. Publish"
              + " each event as one message");
    }
    // The specification lets a format leave out its name, and says that JSON is always known.
    Event<byte[]> event =
        structured.read(mediaType.equals(STRUCTURED) ? STRUCTURED + "+json" : mediaType, data);
    attributes.requireSameAs(event);
    return event;
  }

  private String mediaType() {
    String text = contentType == null ? "" : contentType;
    int parameters = text.indexOf(';');
    return (parameters < 0 ? text : text.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }
}
