package io.busline.kafka;

import io.busline.admin.DeadLetter;
import io.busline.kafka.Records.Content;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Dead letters to records and back: the event as it would be published, headers that say what
 * became of it, and the letter's id for a key.
 */
final class LetterRecords {
  private static final String GROUP = "busline_group";
  private static final String TOPIC = "busline_topic";
  private static final String REASON = "busline_reason";
  private static final String CAUSE = "busline_cause";
  private static final String ATTEMPTS = "busline_attempts";
  private static final String FIRST_FAILED_AT = "busline_first_failed_at";
  private static final String DEAD_AT = "busline_dead_at";

  private final Records records;

  LetterRecords(Records records) {
    this.records = records;
  }

  static ProducerRecord<String, byte[]> write(DeadLetter letter) {
    ProducerRecord<String, byte[]> event = Records.write(Topics.DEAD_LETTERS, letter.event());
    Headers headers = event.headers();
    Records.add(headers, GROUP, letter.group());
    Records.add(headers, TOPIC, letter.topic());
    Records.add(headers, REASON, letter.reason().name());
    Records.add(headers, CAUSE, letter.cause());
    Records.add(headers, ATTEMPTS, Integer.toString(letter.attempts()));
    Records.add(headers, FIRST_FAILED_AT, letter.firstFailedAt().toString());
    Records.add(headers, DEAD_AT, letter.deadAt().toString());
    return new ProducerRecord<>(
        Topics.DEAD_LETTERS, null, letter.id(), letter.event().data(), headers);
  }

  /** What takes a letter away. */
  static ProducerRecord<String, byte[]> removal(String id) {
    return new ProducerRecord<>(Topics.DEAD_LETTERS, id, null);
  }

  static String id(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8);
  }

  static String group(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(GROUP);
    return header == null ? "" : text(header);
  }

  /** Reads a letter; empty if the record is none, for anybody may write into a topic. */
  Optional<DeadLetter> read(ConsumerRecord<byte[], byte[]> record) {
    // What was no valid event when it died is none now, and as much as could be made of it is here.
    Content content = records.readEnvelope(record);
    try {
      return Optional.of(
          new DeadLetter(
              id(record),
              required(record, GROUP),
              required(record, TOPIC),
              content.event(),
              DeadLetter.Reason.valueOf(required(record, REASON)),
              required(record, CAUSE),
              Integer.parseInt(required(record, ATTEMPTS)),
              Instant.parse(required(record, FIRST_FAILED_AT)),
              Instant.parse(required(record, DEAD_AT))));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String required(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    if (header == null || header.value() == null) {
      throw new IllegalArgumentException("no header " + name);
    }
    return text(header);
  }

  private static String text(Header header) {
    return header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
