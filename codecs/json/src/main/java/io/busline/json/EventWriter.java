package io.busline.json;

import io.busline.cloudevents.Timestamps;
import io.busline.error.EncodingException;
import io.busline.event.Event;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON events one after another into one buffer. */
final class EventWriter {
  private final JsonFactory factory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
  private final JsonStringEncoder encoder = JsonStringEncoder.getInstance();

  EventWriter(JsonFactory factory) {
    this.factory = factory;
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }

  EventWriter raw(String ascii) {
    out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  /** Writes the required attributes, the optional ones, extensions by name, and then the data. */
  EventWriter event(Event<byte[]> event) {
    raw("{\"specversion\":\"1.0\"");
    member("id", event.id());
    member("source", event.source());
    member("type", event.type());
    member("subject", event.subject());
    member("time", event.time().map(Timestamps::format));
    member("datacontenttype", event.dataContentType());
    member("dataschema", event.dataSchema());
    for (Map.Entry<String, String> extension : event.extensions().entrySet()) {
      member(extension.getKey(), extension.getValue());
    }
    data(event);
    return raw("}");
  }

  private void member(String name, Optional<String> value) {
    if (value.isPresent()) {
      member(name, value.get());
    }
  }

  private void member(String name, String value) {
    raw(",\"").raw(name).raw("\":\"");
    out.writeBytes(encoder.quoteAsUTF8(value));
    raw("\"");
  }

  private void data(Event<byte[]> event) {
    byte[] data = event.data();
    if (data.length == 0) {
      return;
    }
    ContentType form = ContentType.of(event.dataContentType().orElse(null));
    if (form == ContentType.JSON) {
      requireJson(event);
      raw(",\"data\":");
      json(data);
    } else if (form == ContentType.TEXT && JsonText.isUtf8(data)) {
      member("data", new String(data, StandardCharsets.UTF_8));
    } else {
      raw(",\"data_base64\":\"");
      out.writeBytes(Base64.getEncoder().encode(data));
      raw("\"");
    }
  }

  /** Writes the value as it is, but in one line: a line break can only be white space in it. */
  private void json(byte[] value) {
    for (int i = JsonText.start(value); i < value.length; i++) {
      out.write(value[i] == '\n' || value[i] == '\r' ? ' ' : value[i]);
    }
  }

  private void requireJson(Event<byte[]> event) {
    byte[] data = event.data();
    if (!JsonText.isSound(data)) {
      throw notJson(event, null);
    }
    int start = JsonText.start(data);
    try (JsonParser parser =
        factory.createParser(ObjectReadContext.empty(), data, start, data.length - start)) {
      if (parser.nextToken() == null) {
        throw notJson(event, null);
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw notJson(event, null);
      }
    } catch (JacksonException e) {
      throw notJson(event, e);
    }
  }

  private static EncodingException notJson(Event<byte[]> event, @Nullable JacksonException fault) {
    String why = fault == null ? "" : ": it " + Faults.reason(fault);
    return new EncodingException(
        "%s says that its data is JSON, and it is not%s. Mend the data, or its content type"
            .formatted(event, why));
  }
}
