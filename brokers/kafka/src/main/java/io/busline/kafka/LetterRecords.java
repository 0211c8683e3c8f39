package io.busline.kafka;

import io.busline.admin.DeadLetter;
import io.busline.kafka.Records.Content;
import io.busline.spi.LetterField;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters to records and back: the event as it would be published, headers that say what
 * became of it, and the letter's id for a key.
 */
final class LetterRecords {
  private static final String UNDERSCORE = "_";

  private final Records records;

  LetterRecords(Records records) {
    this.records = records;
  }

  static ProducerRecord<String, byte[]> write(DeadLetter letter) {
    ProducerRecord<String, byte[]> event = Records.write(Topics.DEAD_LETTERS, letter.event());
    Headers headers = event.headers();
    LetterField.of(letter)
        .forEach(
            (field, text) -> {
              // The record's key says it.
              if (field != LetterField.LETTER) {
                Records.add(headers, field.header(UNDERSCORE), text);
              }
            });
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

  /** Reads a letter; empty if the record is none, for anybody may write into a topic. */
  Optional<DeadLetter> read(ConsumerRecord<byte[], byte[]> record) {
    // What was no valid event when it died is none now, and as much as could be made of it is here.
    Content content = records.readEnvelope(record);
    try {
      return Optional.of(LetterField.read(field -> text(record, field), content.event()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String text(ConsumerRecord<byte[], byte[]> record, LetterField field) {
    if (field == LetterField.LETTER) {
      return id(record);
    }
    Header header = record.headers().lastHeader(field.header(UNDERSCORE));
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
