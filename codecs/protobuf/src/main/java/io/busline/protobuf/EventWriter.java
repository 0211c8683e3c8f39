package io.busline.protobuf;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.busline.event.Event;
import io.busline.protobuf.wire.CloudEvent;
import io.busline.protobuf.wire.CloudEvent.Attribute;
import io.busline.protobuf.wire.CloudEvent.CloudEventAttributeValue;
import java.time.Instant;
import java.util.Locale;

/** Makes the message of an event. */
final class EventWriter {
  private EventWriter() {}

  static CloudEvent message(Event<byte[]> event) {
    CloudEvent.Builder message =
        CloudEvent.newBuilder()
            .setId(event.id())
            .setSource(event.source())
            .setSpecVersion("1.0")
            .setType(event.type());
    event.subject().ifPresent(v -> message.addAttributes(text("subject", v)));
    event.time().ifPresent(v -> message.addAttributes(time("time", v)));
    event.dataContentType().ifPresent(v -> message.addAttributes(text("datacontenttype", v)));
    event.dataSchema().ifPresent(v -> message.addAttributes(uri("dataschema", v)));
    event.extensions().forEach((name, value) -> message.addAttributes(text(name, value)));
    if (event.data().length > 0) {
      data(event, message);
    }
    return message.build();
  }

  private static void data(Event<byte[]> event, CloudEvent.Builder message) {
    String contentType = event.dataContentType().orElse("").toLowerCase(Locale.ROOT);
    String mediaType = contentType.split(";", 2)[0].strip();
    ByteString data = ByteString.copyFrom(event.data());
    if (ProtobufCodec.isProtobuf(mediaType) && event.dataSchema().isPresent()) {
      message.setProtoData(
          Any.newBuilder().setTypeUrl(TypeUrl.ofSchema(event.dataSchema().get())).setValue(data));
    } else if (isText(mediaType) && isUtf8(contentType) && data.isValidUtf8()) {
      message.setTextDataBytes(data);
    } else {
      message.setBinaryData(data);
    }
  }

  private static boolean isText(String mediaType) {
    return mediaType.startsWith("text/") || mediaType.matches(".*[/+](json|xml)");
  }

  private static boolean isUtf8(String contentType) {
    return !contentType.contains("charset=")
        || contentType.contains("utf-8")
        || contentType.contains("us-ascii");
  }

  private static Attribute text(String name, String value) {
    return attribute(name, CloudEventAttributeValue.newBuilder().setCeString(value));
  }

  private static Attribute uri(String name, String value) {
    return attribute(name, CloudEventAttributeValue.newBuilder().setCeUri(value));
  }

  private static Attribute time(String name, Instant value) {
    return attribute(
        name,
        CloudEventAttributeValue.newBuilder()
            .setCeTimestamp(
                Timestamp.newBuilder()
                    .setSeconds(value.getEpochSecond())
                    .setNanos(value.getNano())));
  }

  private static Attribute attribute(String name, CloudEventAttributeValue.Builder value) {
    return Attribute.newBuilder().setKey(name).setValue(value).build();
  }
}
