package io.busline.kafka;

import io.busline.kafka.Records.Content;
import io.busline.spi.Interests;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads records, and passes over those that a consumer does not want. */
final class Selection {
  private final Records records;
  private final Interests interests;

  Selection(Records records, Interests interests) {
    this.records = records;
    this.interests = interests;
  }

  /** What could not be read may have been of any type, so whoever reads the topic gets it. */
  @Nullable Content of(ConsumerRecord<byte[], byte[]> record) {
    Content content = records.read(record);
    String type = content.event().type();
    boolean unknown = content.defect() != null && type.equals(record.topic());
    boolean wanted =
        interests.match(record.topic(), type)
            || (unknown && interests.topics().filter(t -> t.contains(record.topic())).isPresent());
    return wanted ? content : null;
  }
}
