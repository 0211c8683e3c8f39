package io.busline.kafka;

import io.busline.event.EventPattern;
import io.busline.kafka.Records.Content;
import io.busline.spi.ConsumerSpec.Interest;
import io.busline.spi.Interests;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
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
        interests.match(record.topic(), type) || (unknown && mayBeWanted(record, type));
    return wanted ? content : null;
  }

  /**
   * A pattern has its consumer read the topics of others, too. What claims to be an event there may
   * be one that it waits for; what has no value and no envelope is one only where its types are.
   */
  private boolean mayBeWanted(ConsumerRecord<byte[], byte[]> record, String topic) {
    boolean isClaimed = record.value() != null || hasEnvelope(record);
    for (Interest interest : interests.list()) {
      boolean reads =
          interest.topic() == null
              ? isClaimed || hasTypesIn(topic, interest.pattern())
              : interest.topic().equals(topic);
      if (reads) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasEnvelope(ConsumerRecord<?, ?> record) {
    for (Header header : record.headers()) {
      if (header.key().regionMatches(true, 0, "ce", 0, 2)) {
        return true;
      }
    }
    return false;
  }

  /** By the rule that a type is in the topic of its name without the last segment. */
  private static boolean hasTypesIn(String topic, EventPattern pattern) {
    String text = pattern.pattern();
    String last = text.substring(text.lastIndexOf('.') + 1);
    boolean isName = !last.equals("*") && !last.equals(">");
    return pattern.matches(topic + "." + (isName ? last : "any"));
  }
}
