package io.busline.kafka;

import io.busline.cloudevents.EnvelopeReader;
import io.busline.cloudevents.Fallback;
import io.busline.cloudevents.HeaderBinding;
import io.busline.cloudevents.StructuredMode;
import io.busline.error.DecodingException;
import io.busline.error.InvalidEventException;
import io.busline.event.Event;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Events to Kafka's records and back. Written: CloudEvents' binary mode, with the data as the value
 * and the event's key as the record's. Read: that, structured mode, and any other record, whose
 * topic is then its type. Safe for use by several threads.
 */
final class Records {
  private static final byte[] NOTHING = new byte[0];

  private static final String KEY_EXTENSION = "partitionkey";

  private final StructuredMode structured;

  Records(StructuredMode structured) {
    this.structured = structured;
  }

  /**
   * What was made of a record.
   *
   * @param event the event, or the best that could be made of what came
   * @param defect why it is not a valid event, or null
   * @param key what decides its order: the record's key, or else the event's, or null
   * @param context what the record carries beside the event, of its trace
   */
  record Content(
      Event<byte[]> event,
      @Nullable String defect,
      @Nullable String key,
      Map<String, String> context) {
    /** With the event's key, and nothing else. */
    Content(Event<byte[]> event, @Nullable String defect) {
      this(event, defect, event.keyOrNull(), Map.of());
    }

    Content withDefect(String found) {
      return new Content(event, found, event.keyOrNull(), context);
    }
  }

  /**
   * A record that was read.
   *
   * @param offset its place in its partition
   * @param size in bytes
   * @param content the event, or null if it is of no interest
   */
  record Read(long offset, int size, @Nullable Content content) {}

  static ProducerRecord<String, byte[]> write(String topic, Event<byte[]> event) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, event.keyOrNull(), event.data());
    Headers headers = record.headers();
    HeaderBinding.KAFKA.write(event, (name, value) -> add(headers, name, value));
    return record;
  }

  /** Of a message, with what it carries beside its event. */
  static ProducerRecord<String, byte[]> write(
      String topic, Event<byte[]> event, Map<String, String> context) {
    ProducerRecord<String, byte[]> record = write(topic, event);
    context.forEach((name, value) -> add(record.headers(), name, value));
    return record;
  }

  static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /** For a record that is no event: its topic is the type, its place makes it unique. */
  private record Bare(ConsumerRecord<?, ?> record) implements Fallback {
    @Override
    public String type() {
      return record.topic();
    }

    @Override
    public String id() {
      return record.partition() + ":" + record.offset();
    }

    @Override
    public String source() {
      return "kafka:" + record.topic();
    }
  }

  /** For a record without a value, which can be an event without data, but not a bare one. */
  private static final class Tombstone implements Fallback {
    @Override
    public String type() {
      throw new DecodingException(
          "record is a tombstone: it has no value, which deletes a key and is no event");
    }

    @Override
    public String id() {
      return type();
    }

    @Override
    public String source() {
      return type();
    }
  }

  /** Reads a record; whatever is wrong with it is told by the result's defect. */
  Content read(ConsumerRecord<byte[], byte[]> record) {
    Content content = readEnvelope(record);
    Event<byte[]> event = withKey(content.event(), record.key());
    return new Content(
        event, content.defect(), orderingKey(record.key(), event.keyOrNull()), content.context());
  }

  /**
   * Whoever wrote a record chose with its key what is in order, whatever the event calls its own;
   * and bytes that are no text are as good a key. Each byte is a character here, so that no two
   * keys are one.
   */
  private static @Nullable String orderingKey(byte @Nullable [] key, @Nullable String own) {
    if (key == null || key.length == 0) {
      return own;
    }
    String text = new String(key, StandardCharsets.ISO_8859_1);
    return text.equals(own) ? own : text;
  }

  /** As above, for a record whose key is not the event's. */
  Content readEnvelope(ConsumerRecord<byte[], byte[]> record) {
    EnvelopeReader reader = HeaderBinding.KAFKA.reader();
    for (Header header : record.headers()) {
      reader.utf8Header(header.key(), header.value());
    }
    byte[] value = record.value();
    byte[] data = value == null ? NOTHING : value;
    Fallback bare = new Bare(record);
    try {
      return content(
          reader.read(data, value == null ? new Tombstone() : bare, structured), reader, null);
    } catch (DecodingException e) {
      return content(reader.salvage(data, bare), reader, e.getMessage());
    }
  }

  private static Content content(
      Event<byte[]> event, EnvelopeReader reader, @Nullable String defect) {
    return new Content(event, defect, event.keyOrNull(), reader.context());
  }

  /** Others keep an event's key in the record alone, and its order counts all the same. */
  private static Event<byte[]> withKey(Event<byte[]> event, byte @Nullable [] key) {
    if (key == null || key.length == 0 || event.keyOrNull() != null) {
      return event;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
      return event.toBuilder().extension(KEY_EXTENSION, text).build();
    } catch (CharacterCodingException | InvalidEventException e) {
      // A key that is no text cannot be told to a handler; the partition has its order anyway.
      return event;
    }
  }
}
