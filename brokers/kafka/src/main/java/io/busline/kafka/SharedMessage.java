package io.busline.kafka;

import io.busline.event.Event;
import io.busline.kafka.Records.Content;
import io.busline.spi.InboundMessage;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** An event that the server has lent to an instance of a share group. Of the owner's thread. */
final class SharedMessage implements InboundMessage {
  final ConsumerRecord<byte[], byte[]> record;
  private final Content content;

  /** What the server should hear of it; null while it is being worked on. */
  @Nullable AcknowledgeType outcome;

  /** Whether the client can be told; not while it asks for more time. */
  boolean inHand = true;

  /** When more time was asked for, by the system's clock; has a meaning only while it is. */
  long askedAt;

  SharedMessage(ConsumerRecord<byte[], byte[]> record, Content content) {
    this.record = record;
    this.content = content;
  }

  /** Where a record is. */
  record Place(TopicPartition partition, long offset) {
    static Place of(ConsumerRecord<?, ?> record) {
      return new Place(new TopicPartition(record.topic(), record.partition()), record.offset());
    }
  }

  Place place() {
    return Place.of(record);
  }

  /** Whether it is lent for the same time. */
  boolean isSame(ConsumerRecord<?, ?> other) {
    return record.deliveryCount().equals(other.deliveryCount());
  }

  @Override
  public String topic() {
    return record.topic();
  }

  @Override
  public String position() {
    return "partition %d, offset %d".formatted(record.partition(), record.offset());
  }

  @Override
  public Event<byte[]> event() {
    return content.event();
  }

  @Override
  public Map<String, String> headers() {
    return content.context();
  }

  @Override
  public Optional<String> defect() {
    return Optional.ofNullable(content.defect());
  }

  @Override
  public String toString() {
    return "%s at %s".formatted(event(), place());
  }
}
