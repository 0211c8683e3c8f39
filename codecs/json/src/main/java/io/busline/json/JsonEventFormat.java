package io.busline.json;

import io.busline.codec.EventFormat;
import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import io.busline.error.InvalidEventException;
import io.busline.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Whole events as JSON: the <a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">JSON
 * event format</a> of CloudEvents 1.0.
 *
 * <p>Data of a JSON content type is a member of the document and keeps every digit and the order of
 * its names; text is a JSON string; all other data, and data without a content type, is Base64. On
 * reading, data without a content type is JSON, which the event then says. An event without data is
 * one with zero bytes.
 *
 * <p>Attributes are written in a fixed order and the document in one line, so equal events make
 * equal documents and a document a line makes a file. Extension attributes that are booleans or
 * integers are read as their canonical text; a member that is null, and an extension that is empty,
 * is not there. Safe for use by all threads.
 */
public final class JsonEventFormat implements EventFormat {
  /** Room for attributes, whatever the limit for data is. */
  private static final int ENVELOPE_BYTES = 128 * 1024;

  /** A name and a value for the core attributes, and for as many extensions as have room. */
  private static final int ENVELOPE_TOKENS = 32 * 1024;

  private final JsonLimits limits;
  private final JsonFactory factory;
  private final JsonFactory dataFactory;

  /** Creates a format with {@link JsonLimits#DEFAULTS}. */
  public JsonEventFormat() {
    this(JsonLimits.DEFAULTS);
  }

  private JsonEventFormat(JsonLimits dataLimits) {
    // The event around the data, and a batch around the event, are a level each.
    this.limits =
        dataLimits
            .withDepth(dataLimits.depth() + 2)
            .withTokens(dataLimits.tokens() + ENVELOPE_TOKENS)
            .withDocumentBytes(2 * dataLimits.documentBytes() + ENVELOPE_BYTES);
    this.factory = Mappers.factory(limits);
    this.dataFactory = Mappers.factory(limits.withTokens(dataLimits.tokens()));
  }

  /**
   * Creates a format for data of other limits.
   *
   * @param dataLimits how large the data of an event may be
   * @return the format
   */
  public static JsonEventFormat withLimits(JsonLimits dataLimits) {
    return new JsonEventFormat(dataLimits);
  }

  @Override
  public String mediaType() {
    return "application/cloudevents+json";
  }

  @Override
  public byte[] write(Event<byte[]> event) {
    return checked(new EventWriter(dataFactory).event(event).toByteArray());
  }

  /**
   * Writes events as one document of the batch format, {@code application/cloudevents-batch+json}.
   *
   * @param events the events
   * @return the document, an array
   * @throws EncodingException if the bytes of one are not what its content type says, or the batch
   *     is larger than a document may be
   */
  public byte[] writeBatch(List<Event<byte[]>> events) {
    EventWriter writer = new EventWriter(dataFactory).raw("[");
    String separator = "";
    for (Event<byte[]> event : events) {
      writer.raw(separator).event(event);
      separator = ",";
    }
    byte[] batch = checked(writer.raw("]").toByteArray());
    if (JsonText.tokensAtMost(batch) > limits.tokens()) {
      requireReadable(batch);
    }
    return batch;
  }

  private void requireReadable(byte[] batch) {
    try {
      readBatch(batch);
    } catch (DecodingException e) {
      throw new EncodingException(
          "the batch of events could not be read: %s. Write fewer events at a time"
              .formatted(e.getMessage()),
          e);
    }
  }

  private byte[] checked(byte[] document) {
    if (document.length > limits.documentBytes()) {
      throw new EncodingException(
          "event as JSON has %d bytes and %d are allowed. Publish less, or raise JsonLimits"
              .formatted(document.length, limits.documentBytes()));
    }
    return document;
  }

  @Override
  public Event<byte[]> read(byte[] document) {
    byte[] text = checkedText(document);
    return parse(
        text,
        parser -> {
          parser.nextToken();
          return new EventReader(text, parser).read();
        });
  }

  /**
   * Reads a document of the batch format, {@code application/cloudevents-batch+json}.
   *
   * @param document the document, an array
   * @return the events
   * @throws DecodingException if it is not an array of valid events
   */
  public List<Event<byte[]>> readBatch(byte[] document) {
    byte[] text = checkedText(document);
    return parse(
        text,
        parser -> {
          if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new DecodingException("batch of events is not a JSON array");
          }
          List<Event<byte[]>> events = new ArrayList<>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            events.add(new EventReader(text, parser).read());
          }
          return List.copyOf(events);
        });
  }

  private <T> T parse(byte[] text, Function<JsonParser, T> reading) {
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      T result = reading.apply(parser);
      if (parser.nextToken() != null) {
        throw new DecodingException("event as JSON goes on after its end");
      }
      return result;
    } catch (JacksonException e) {
      throw Faults.decoding("event as JSON", e);
    } catch (InvalidEventException e) {
      throw new DecodingException("event as JSON is not valid: " + e.getMessage(), e);
    }
  }

  /** The document without a byte order mark, so that the parser's offsets are ours. */
  private byte[] checkedText(byte[] document) {
    String problem = JsonText.problem(document, limits.documentBytes());
    if (problem != null) {
      throw new DecodingException("event as JSON " + problem);
    }
    int start = JsonText.start(document);
    return start == 0 ? document : Arrays.copyOfRange(document, start, document.length);
  }
}
