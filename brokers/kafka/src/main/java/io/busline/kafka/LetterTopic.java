package io.busline.kafka;

import io.busline.error.BrokerException;
import io.busline.spi.LetterEntry;
import io.busline.spi.LetterLog;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The topic of dead letters, as a log. Not safe for several threads. */
final class LetterTopic implements LetterLog {
  private static final TopicPartition PLACE = new TopicPartition(Topics.DEAD_LETTERS, 0);
  private static final Duration POLL = Duration.ofMillis(200);

  /** After that, whether the cluster is there is looked at before it is asked again. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

  private static final Duration CLOSE_WITHIN = Duration.ofMillis(500);

  /** What removes a letter stays for a day; who has not looked for that long may have missed it. */
  private static final long STALE_NANOS = Duration.ofHours(1).toNanos();

  private final ClientProperties properties;
  private final Topics topics;
  private final Reachability reachability;
  private final LetterRecords records;
  private @Nullable Consumer<byte[], byte[]> client;

  /** Of the topic that was read; a client would wait in vain for one that is gone. */
  private String topicId = "";

  /** Grows when so long ago was looked last that all has to be read again. */
  private int reading;

  private long lookedAt = System.nanoTime();

  LetterTopic(
      ClientProperties properties,
      Topics topics,
      Reachability reachability,
      LetterRecords records) {
    this.properties = properties;
    this.topics = topics;
    this.reachability = reachability;
    this.records = records;
  }

  @Override
  public String identity() {
    TopicDescription there = topics.describe(List.of(Topics.DEAD_LETTERS)).get(Topics.DEAD_LETTERS);
    String id = there == null ? "" : there.topicId().toString();
    if (!id.equals(topicId)) {
      close();
      topicId = id;
    }
    long now = System.nanoTime();
    if (now - lookedAt > STALE_NANOS) {
      reading++;
    }
    lookedAt = now;
    return id + "/" + reading;
  }

  @Override
  public boolean keepsLast() {
    return true;
  }

  @Override
  public long end() {
    Consumer<byte[], byte[]> reader = reader();
    if (reader == null) {
      return 0;
    }
    try {
      return reachability
          .patiently(() -> reader.endOffsets(List.of(PLACE), ANSWER_WITHIN))
          .getOrDefault(PLACE, 0L);
    } catch (KafkaException e) {
      throw Failures.of("reading dead letters", e);
    }
  }

  @Override
  public void read(long from, long end, Predicate<LetterEntry> taker) {
    Consumer<byte[], byte[]> reader = reader();
    if (reader != null) {
      try {
        read(reader, from, end, record -> record.key() == null || taker.test(entry(record)));
      } catch (KafkaException e) {
        throw Failures.of("reading dead letters", e);
      }
    }
  }

  private LetterEntry entry(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return new LetterEntry.Removed(record.offset(), List.of(LetterRecords.id(record)));
    }
    return records
        .read(record)
        .<LetterEntry>map(letter -> new LetterEntry.Stored(record.offset(), letter))
        .orElseGet(() -> new LetterEntry.Foreign(record.offset(), LetterRecords.id(record)));
  }

  private void read(
      Consumer<byte[], byte[]> reader,
      long from,
      long end,
      Predicate<ConsumerRecord<byte[], byte[]>> taker) {
    if (from >= end) {
      return;
    }
    long deadline = System.nanoTime() + ClientProperties.REQUEST.toNanos();
    reader.seek(PLACE, from);
    while (reachability.patiently(() -> reader.position(PLACE, ANSWER_WITHIN)) < end) {
      for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
        if (record.offset() >= end || !taker.test(record)) {
          return;
        }
        deadline = System.nanoTime() + ClientProperties.REQUEST.toNanos();
      }
      if (System.nanoTime() - deadline > 0) {
        throw new BrokerException("reading dead letters failed: no answer came in time");
      }
    }
  }

  /** Null while there is no such topic: nothing has died yet, or somebody has deleted it. */
  private @Nullable Consumer<byte[], byte[]> reader() {
    if (client == null && !topicId.isEmpty()) {
      Consumer<byte[], byte[]> made = new KafkaConsumer<>(properties.jumper());
      made.assign(List.of(PLACE));
      client = made;
    }
    return client;
  }

  @Override
  public void close() {
    if (client != null) {
      client.close(CloseOptions.timeout(CLOSE_WITHIN));
      client = null;
    }
  }
}
