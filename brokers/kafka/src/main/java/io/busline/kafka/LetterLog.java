package io.busline.kafka;

import io.busline.error.BrokerException;
import io.busline.kafka.LetterIndex.Letter;
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

/** Reads the topic of dead letters, and knows which are there. Not safe for several threads. */
final class LetterLog {
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
  private final LetterIndex index = new LetterIndex();
  private @Nullable Consumer<byte[], byte[]> client;

  /** Of the topic that was read; a client would wait in vain for one that is gone. */
  private String topicId = "";

  private long readTo;
  private long readAt;

  LetterLog(ClientProperties properties, Topics topics, Reachability reachability) {
    this.properties = properties;
    this.topics = topics;
    this.reachability = reachability;
  }

  /** What is there now; blocks until it was read. */
  LetterIndex index() {
    Consumer<byte[], byte[]> reader = reader();
    if (reader == null) {
      return index;
    }
    try {
      long end =
          reachability
              .patiently(() -> reader.endOffsets(List.of(PLACE), ANSWER_WITHIN))
              .getOrDefault(PLACE, 0L);
      if (end < readTo || System.nanoTime() - readAt > STALE_NANOS) {
        index.clear();
        readTo = 0;
      }
      read(reader, readTo, end, this::note);
      readTo = end;
      readAt = System.nanoTime();
      return index;
    } catch (KafkaException e) {
      throw Failures.of("reading dead letters", e);
    }
  }

  private boolean note(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() != null) {
      String id = LetterRecords.id(record);
      if (record.value() == null) {
        index.removed(id);
      } else {
        index.stored(record.offset(), new Letter(id, LetterRecords.group(record)));
      }
    }
    return true;
  }

  /** Reads from an offset up to another, as long as whoever gets it wants more. */
  void read(long from, long end, Predicate<ConsumerRecord<byte[], byte[]>> taker) {
    Consumer<byte[], byte[]> reader = client;
    if (reader != null) {
      try {
        read(reader, from, end, taker);
      } catch (KafkaException e) {
        throw Failures.of("reading dead letters", e);
      }
    }
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
    TopicDescription there = topics.describe(List.of(Topics.DEAD_LETTERS)).get(Topics.DEAD_LETTERS);
    String id = there == null ? "" : there.topicId().toString();
    if (!id.equals(topicId)) {
      close();
      index.clear();
      readTo = 0;
      topicId = id;
    }
    if (client == null && there != null) {
      Consumer<byte[], byte[]> made = new KafkaConsumer<>(properties.jumper());
      made.assign(List.of(PLACE));
      client = made;
    }
    return client;
  }

  void close() {
    if (client != null) {
      client.close(CloseOptions.timeout(CLOSE_WITHIN));
      client = null;
    }
  }
}
