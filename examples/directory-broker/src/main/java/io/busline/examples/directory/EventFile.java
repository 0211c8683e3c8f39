package io.busline.examples.directory;

import io.busline.cloudevents.EnvelopeReader;
import io.busline.cloudevents.Fallback;
import io.busline.cloudevents.HeaderBinding;
import io.busline.cloudevents.StructuredMode;
import io.busline.error.DecodingException;
import io.busline.event.Event;
import io.busline.spi.OutboundMessage;
import io.busline.spi.log.LogEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An event in a file: a line for each attribute, an empty line, the data. */
final class EventFile {

  private EventFile() {}

  /** A file that somebody else has put there. */
  private record Nameless(String topic, long position) implements Fallback {
    @Override
    public String type() {
      return topic + ".unknown";
    }

    @Override
    public String id() {
      return topic + "-" + position;
    }

    @Override
    public String source() {
      return "directory";
    }
  }

  static byte[] write(OutboundMessage message) {
    StringBuilder lines = new StringBuilder();
    HeaderBinding.NATS.write(
        message.event(), (name, value) -> lines.append(name + "=" + value + "\n"));
    message.headers().forEach((name, value) -> lines.append(name + "=" + value + "\n"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes((lines + "\n").getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(message.event().data());
    return bytes.toByteArray();
  }

  /** What cannot be read is an entry with a defect, so that it becomes a dead letter. */
  static LogEntry read(String topic, long position, byte[] bytes, StructuredMode structured) {
    EnvelopeReader reader = HeaderBinding.NATS.reader();
    int at = 0;
    for (int end = at; end < bytes.length && bytes[at] != '\n'; end++) {
      if (bytes[end] == '\n') {
        String[] header = new String(bytes, at, end - at, StandardCharsets.UTF_8).split("=", 2);
        reader.header(header[0], header.length < 2 ? null : header[1]);
        at = end + 1;
      }
    }
    byte[] data = Arrays.copyOfRange(bytes, Math.min(at + 1, bytes.length), bytes.length);
    Nameless nameless = new Nameless(topic, position);
    try {
      Event<byte[]> event = reader.read(data, nameless, structured);
      return new LogEntry(position, topic, event, reader.context(), null);
    } catch (DecodingException e) {
      Event<byte[]> rest = reader.salvage(data, nameless);
      return new LogEntry(position, topic, rest, reader.context(), e.getMessage());
    }
  }
}
