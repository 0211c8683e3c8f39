package io.busline.protobuf;

import io.busline.codec.EventFormat;
import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import io.busline.event.Event;
import io.busline.protobuf.wire.CloudEvent;
import io.busline.protobuf.wire.CloudEventBatch;
import java.util.List;

/**
 * Whole events as Protobuf: the <a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/protobuf-format.md">Protobuf
 * event format</a> of CloudEvents 1.0.
 *
 * <p>Data that is Protobuf and has a schema is an {@code Any} of that type URL; JSON, XML and text
 * are text if they are UTF-8; all other data is bytes. Extensions are written as text and read from
 * every type of the specification. Safe for use by all threads.
 */
public final class ProtobufEventFormat implements EventFormat {

  /** Data of 1 MiB, and room for attributes. */
  private static final int MAX_BYTES = (1 << 20) + 128 * 1024;

  /** Creates the format. */
  public ProtobufEventFormat() {}

  @Override
  public String mediaType() {
    return "application/cloudevents+protobuf";
  }

  @Override
  public byte[] write(Event<byte[]> event) {
    return checked(EventWriter.message(event).toByteArray());
  }

  /**
   * Writes events as one document, {@code application/cloudevents-batch+protobuf}.
   *
   * @param events the events
   * @return the document
   * @throws EncodingException if the batch is larger than a document may be
   */
  public byte[] writeBatch(List<Event<byte[]>> events) {
    CloudEventBatch.Builder batch = CloudEventBatch.newBuilder();
    events.forEach(event -> batch.addEvents(EventWriter.message(event)));
    return checked(batch.build().toByteArray());
  }

  private static byte[] checked(byte[] document) {
    if (document.length > MAX_BYTES) {
      throw new EncodingException(
          "event as Protobuf has %d bytes and %d are allowed. Publish less"
              .formatted(document.length, MAX_BYTES));
    }
    return document;
  }

  @Override
  public Event<byte[]> read(byte[] document) {
    return EventReader.event(
        Messages.parse(
            CloudEvent.parser(),
            CloudEvent.getDescriptor(),
            document,
            MAX_BYTES,
            "event as Protobuf"));
  }

  /**
   * Reads a document of {@code application/cloudevents-batch+protobuf}.
   *
   * @param document the document
   * @return the events
   * @throws DecodingException if it is not a batch of valid events
   */
  public List<Event<byte[]>> readBatch(byte[] document) {
    return Messages.parse(
            CloudEventBatch.parser(),
            CloudEventBatch.getDescriptor(),
            document,
            MAX_BYTES,
            "batch as Protobuf")
        .getEventsList()
        .stream()
        .map(EventReader::event)
        .toList();
  }
}
