package io.busline.kafka;

import io.busline.admin.DeadLetter;
import io.busline.fuzz.Formats;
import io.busline.fuzz.Lines;
import io.busline.fuzz.Lines.Line;
import io.busline.fuzz.Mail;
import io.busline.fuzz.Target;
import io.busline.kafka.Records.Content;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Records, each of which can become a dead letter, whatever it is. */
public final class KafkaHeadersTarget implements Target {
  private final Records records = new Records(Formats.structured());

  /** What is no event is told by a defect. */
  @Override
  public boolean isRefusal(Exception exception) {
    return false;
  }

  @Override
  public void read(byte[] input) {
    Content content = records.read(record(Lines.of(input)));
    DeadLetter letter = Mail.about(content.event());
    ProducerRecord<String, byte[]> written = LetterRecords.write(letter);
    byte[] id = written.key().getBytes(StandardCharsets.UTF_8);
    ConsumerRecord<byte[], byte[]> stored =
        record(Topics.DEAD_LETTERS, id, written.value(), written.headers());
    Optional<DeadLetter> read = new LetterRecords(records).read(stored);
    Mail.requireSame(letter, read.orElse(null));
  }

  static ConsumerRecord<byte[], byte[]> record(Lines lines) {
    RecordHeaders headers = new RecordHeaders();
    byte[] key = null;
    boolean tombstone = false;
    for (Line line : lines.list()) {
      tombstone |= line.name().equals(":tombstone");
      if (line.name().equals(":key")) {
        key = line.value();
      } else if (!line.name().startsWith(":")) {
        headers.add(line.name(), line.value());
      }
    }
    return record(lines.text(":topic", "order"), key, tombstone ? null : lines.body(), headers);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    RecordHeaders copy = new RecordHeaders();
    for (Header header : headers) {
      copy.add(header);
    }
    return new ConsumerRecord<>(
        topic, 3, 17, 0, TimestampType.CREATE_TIME, -1, -1, key, value, copy, Optional.empty());
  }
}
