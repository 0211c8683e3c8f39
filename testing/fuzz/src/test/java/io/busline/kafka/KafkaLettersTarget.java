package io.busline.kafka;

import io.busline.error.DecodingException;
import io.busline.fuzz.Formats;
import io.busline.fuzz.Lines;
import io.busline.fuzz.Target;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records among the dead letters: a letter, or passed over. */
public final class KafkaLettersTarget implements Target {
  private final LetterRecords letters = new LetterRecords(new Records(Formats.structured()));

  @Override
  public void read(byte[] input) {
    ConsumerRecord<byte[], byte[]> record = KafkaHeadersTarget.record(Lines.of(input));
    if (record.key() != null && letters.read(record).isEmpty()) {
      throw new DecodingException("it is no letter");
    }
  }
}
