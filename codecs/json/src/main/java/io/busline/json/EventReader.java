package io.busline.json;

import io.busline.cloudevents.Timestamps;
import io.busline.error.DecodingException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.event.Quoted;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the members of one JSON event. The parser stands on the event's first token. */
final class EventReader {
  private static final String JSON = "application/json";

  private final byte[] document;
  private final JsonParser parser;
  private final Map<String, String> extensions = new TreeMap<>();
  private @Nullable String specVersion;
  private @Nullable String id;
  private @Nullable String source;
  private @Nullable String type;
  private @Nullable String subject;
  private @Nullable String time;
  private @Nullable String dataContentType;
  private @Nullable String dataSchema;
  private byte @Nullable [] jsonData;
  private @Nullable String textData;
  private byte @Nullable [] binaryData;

  EventReader(byte[] document, JsonParser parser) {
    this.document = document;
    this.parser = parser;
  }

  Event<byte[]> read() {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new DecodingException("event is not a JSON object");
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("data")) {
        readData(value);
      } else if (value != JsonToken.VALUE_NULL) {
        readMember(name, value);
      }
    }
    return event();
  }

  private void readMember(String name, JsonToken value) {
    switch (name) {
      case "specversion" -> specVersion = text(name, value);
      case "id" -> id = text(name, value);
      case "source" -> source = text(name, value);
      case "type" -> type = text(name, value);
      case "subject" -> subject = text(name, value);
      case "time" -> time = text(name, value);
      case "datacontenttype" -> dataContentType = text(name, value);
      case "dataschema" -> dataSchema = text(name, value);
      case "data_base64" -> binaryData = base64(value);
      default -> extensions.put(name, extension(name, value));
    }
  }

  /** Takes the value as it stands in the document, so that nothing of it can change. */
  private void readData(JsonToken value) {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    if (value == JsonToken.VALUE_STRING) {
      textData = parser.getString();
    }
    parser.skipChildren();
    parser.finishToken();
    int end = (int) parser.currentLocation().getByteOffset();
    jsonData = Arrays.copyOfRange(document, start, end);
  }

  private String text(String name, JsonToken value) {
    if (value != JsonToken.VALUE_STRING) {
      throw new DecodingException("attribute " + name + " of the event is not a JSON string");
    }
    return parser.getString();
  }

  private byte[] base64(JsonToken value) {
    if (value != JsonToken.VALUE_STRING) {
      throw new DecodingException("member data_base64 of the event is not a JSON string");
    }
    return parser.getBinaryValue();
  }

  /** The canonical text of an extension. */
  private String extension(String name, JsonToken value) {
    return switch (value) {
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_NUMBER_INT -> integer(name);
      default ->
          throw new DecodingException(
              "extension attribute %s of the event is neither text, boolean nor integer"
                  .formatted(Quoted.of(name)));
    };
  }

  private String integer(String name) {
    if (parser.getNumberType() != JsonParser.NumberType.INT) {
      throw new DecodingException(
          "extension attribute %s of the event is an integer of more than 32 bits"
              .formatted(Quoted.of(name)));
    }
    return Integer.toString(parser.getIntValue());
  }

  private static Instant time(String text) {
    try {
      return Timestamps.parse(text);
    } catch (DecodingException e) {
      throw new DecodingException("attribute time " + e.getMessage(), e);
    }
  }

  private Event<byte[]> event() {
    String version = required("specversion", specVersion);
    if (!version.equals("1.0")) {
      throw new DecodingException(
          "event has specversion %s; only 1.0 is known".formatted(Quoted.of(version)));
    }
    String eventId = required("id", id);
    String eventSource = required("source", source);
    EventBuilder<byte[]> event =
        Event.builder(required("type", type), data()).id(eventId).source(eventSource);
    if (subject != null) {
      event.subject(subject);
    }
    if (time != null) {
      event.time(time(time));
    }
    if (dataContentType != null) {
      event.dataContentType(dataContentType);
    }
    if (dataSchema != null) {
      event.dataSchema(dataSchema);
    }
    for (Map.Entry<String, String> extension : extensions.entrySet()) {
      if (!extension.getValue().isEmpty()) {
        event.receivedExtension(extension.getKey(), extension.getValue());
      }
    }
    return event.build();
  }

  private static String required(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw new DecodingException("event has no attribute " + name);
    }
    return value;
  }

  private byte[] data() {
    if (binaryData != null && jsonData != null) {
      throw new DecodingException("event has both data and data_base64; only one may be there");
    }
    if (binaryData != null) {
      return binaryData;
    }
    if (jsonData == null) {
      return new byte[0];
    }
    if (dataContentType == null) {
      dataContentType = JSON;
    }
    ContentType form = ContentType.of(dataContentType);
    if (form == ContentType.JSON) {
      return jsonData;
    }
    if (form == ContentType.FOREIGN_TEXT) {
      throw new DecodingException(
          "event says that its data is text in a character set that is not UTF-8. Send it as data_base64");
    }
    if (textData == null) {
      throw new DecodingException(
          "member data of the event is not a JSON string, though datacontenttype is not JSON");
    }
    return textData.getBytes(StandardCharsets.UTF_8);
  }
}
