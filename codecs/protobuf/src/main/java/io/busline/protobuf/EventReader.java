package io.busline.protobuf;

import com.google.protobuf.Timestamp;
import io.busline.cloudevents.Timestamps;
import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import io.busline.error.InvalidEventException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.event.Quoted;
import io.busline.protobuf.wire.CloudEvent;
import io.busline.protobuf.wire.CloudEvent.CloudEventAttributeValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

/** Makes an event of its message. */
final class EventReader {
  private static final int MAX_NANOS = 999_999_999;

  private EventReader() {}

  static Event<byte[]> event(CloudEvent message) {
    try {
      return read(message);
    } catch (InvalidEventException | EncodingException e) {
      throw new DecodingException("event as Protobuf is not valid: " + e.getMessage(), e);
    }
  }

  private static Event<byte[]> read(CloudEvent message) {
    String version = required("specversion", message.getSpecVersion());
    if (!version.equals("1.0")) {
      throw new DecodingException(
          "event has specversion %s; only 1.0 is known".formatted(Quoted.of(version)));
    }
    EventBuilder<byte[]> event =
        Event.builder(required("type", message.getType()), data(message))
            .id(required("id", message.getId()))
            .source(required("source", message.getSource()));
    if (message.hasProtoData()) {
      event.dataContentType(ProtobufCodec.MEDIA_TYPE);
      event.dataSchema(TypeUrl.toSchema(message.getProtoData().getTypeUrl()));
    }
    Set<String> names = new HashSet<>();
    for (CloudEvent.Attribute attribute : message.getAttributesList()) {
      if (!names.add(attribute.getKey())) {
        throw new DecodingException(
            "event has the attribute %s twice".formatted(Quoted.of(attribute.getKey())));
      }
      attribute(event, attribute.getKey(), attribute.getValue());
    }
    return event.build();
  }

  private static String required(String name, String value) {
    if (value.isEmpty()) {
      throw new DecodingException("event has no attribute " + name);
    }
    return value;
  }

  private static byte[] data(CloudEvent message) {
    return switch (message.getDataCase()) {
      case BINARY_DATA -> message.getBinaryData().toByteArray();
      case TEXT_DATA -> message.getTextDataBytes().toByteArray();
      case PROTO_DATA -> message.getProtoData().getValue().toByteArray();
      case DATA_NOT_SET -> new byte[0];
    };
  }

  private static void attribute(
      EventBuilder<byte[]> event, String name, CloudEventAttributeValue value) {
    switch (name) {
      case "subject" -> event.subject(text(name, value));
      case "datacontenttype" -> event.dataContentType(text(name, value));
      case "dataschema" -> event.dataSchema(TypeUrl.toSchema(text(name, value)));
      case "time" ->
          event.time(
              value.hasCeTimestamp()
                  ? instant(value.getCeTimestamp())
                  : Timestamps.parse(text(name, value)));
      default -> {
        String canonical = canonical(name, value);
        if (!canonical.isEmpty()) {
          event.receivedExtension(name, canonical);
        }
      }
    }
  }

  /** The text of an attribute that must be text; which of the three kinds is not always kept. */
  private static String text(String name, CloudEventAttributeValue value) {
    return switch (value.getAttrCase()) {
      case CE_STRING -> value.getCeString();
      case CE_URI -> value.getCeUri();
      case CE_URI_REF -> value.getCeUriRef();
      default ->
          throw new DecodingException(
              "attribute %s of the event is of the type %s".formatted(name, value.getAttrCase()));
    };
  }

  private static String canonical(String name, CloudEventAttributeValue value) {
    return switch (value.getAttrCase()) {
      case CE_BOOLEAN -> Boolean.toString(value.getCeBoolean());
      case CE_INTEGER -> Integer.toString(value.getCeInteger());
      case CE_BYTES -> Base64.getEncoder().encodeToString(value.getCeBytes().toByteArray());
      case CE_TIMESTAMP -> Timestamps.format(instant(value.getCeTimestamp()));
      case CE_STRING, CE_URI, CE_URI_REF -> text(name, value);
      case ATTR_NOT_SET ->
          throw new DecodingException(
              "extension attribute %s of the event has no value".formatted(Quoted.of(name)));
    };
  }

  @SuppressWarnings("ProtoTimestampGetSecondsGetNano") // The two are what an instant is made of.
  private static Instant instant(Timestamp time) {
    if (time.getNanos() < 0 || time.getNanos() > MAX_NANOS) {
      throw new DecodingException(
          "a time of the event has %d nanoseconds, which is not within a second"
              .formatted(time.getNanos()));
    }
    Instant instant;
    try {
      instant = Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    } catch (DateTimeException e) {
      throw new DecodingException("a time of the event is out of range", e);
    }
    Timestamps.format(instant);
    return instant;
  }
}
