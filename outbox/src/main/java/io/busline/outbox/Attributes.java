package io.busline.outbox;

import io.busline.cloudevents.Timestamps;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.util.Map;

/**
 * The attributes of an event that have no column of their own, as text: a line for each, since none
 * holds a control character.
 */
final class Attributes {

  private Attributes() {}

  static String write(Event<byte[]> event) {
    StringBuilder text = new StringBuilder();
    event.subject().ifPresent(value -> line(text, "subject", value));
    event.time().ifPresent(value -> line(text, "time", Timestamps.format(value)));
    event.dataContentType().ifPresent(value -> line(text, "datacontenttype", value));
    event.dataSchema().ifPresent(value -> line(text, "dataschema", value));
    for (Map.Entry<String, String> extension : event.extensions().entrySet()) {
      line(text, extension.getKey(), extension.getValue());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append('=').append(value).append('\n');
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws IllegalArgumentException if it has not
   */
  static void read(String text, EventBuilder<byte[]> event) {
    text.lines().forEach(line -> attribute(line, event));
  }

  private static void attribute(String line, EventBuilder<byte[]> event) {
    int equals = line.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("a line of its attributes has no name");
    }
    String value = line.substring(equals + 1);
    String name = line.substring(0, equals);
    switch (name) {
      case "subject" -> event.subject(value);
      case "time" -> event.time(Timestamps.parse(value));
      case "datacontenttype" -> event.dataContentType(value);
      case "dataschema" -> event.dataSchema(value);
      default -> event.receivedExtension(name, value);
    }
  }
}
