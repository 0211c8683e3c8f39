package io.busline.benchmarks.kafka;

import io.busline.benchmarks.load.Handling;
import io.busline.servers.KafkaServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A thread that polls Kafka's client, handles one record after the other, and commits. */
final class RawKafkaReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<String, byte[]> client;
  private final boolean tuned;
  private final Handling handling;
  private final RawRecords records = new RawRecords();
  private final Thread thread = new Thread(this::run, "raw-kafka-reader");
  private volatile boolean closed;

  RawKafkaReader(KafkaServer server, KafkaClients how, String group, Handling handling) {
    this.client = how.consumer(server, group);
    this.tuned = how != KafkaClients.DEFAULTS;
    this.handling = handling;
    client.subscribe(List.of(RawRecords.TOPIC));
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try (client) {
      while (!closed) {
        ConsumerRecords<String, byte[]> batch = client.poll(POLL);
        for (ConsumerRecord<String, byte[]> record : batch) {
          handling.handle(records.read(record));
          if (!tuned) {
            commit(record);
          }
        }
        if (tuned && !batch.isEmpty()) {
          client.commitAsync();
        }
      }
      if (tuned) {
        client.commitSync();
      }
    }
  }

  private void commit(ConsumerRecord<?, ?> record) {
    client.commitSync(
        Map.of(
            new TopicPartition(record.topic(), record.partition()),
            new OffsetAndMetadata(record.offset() + 1)));
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
