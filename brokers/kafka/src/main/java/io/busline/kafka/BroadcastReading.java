package io.busline.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads every partition from a place on, and leaves no trace. */
final class BroadcastReading implements Reading {
  private final Map<String, Object> properties;
  private final TopicIds ids;
  private final Holdings holdings;

  /** What was found and is not read yet. */
  private volatile Set<TopicPartition> found = Set.of();

  BroadcastReading(
      Map<String, Object> properties,
      TopicIds ids,
      Holdings holdings,
      Map<TopicPartition, Long> starts) {
    this.properties = properties;
    this.ids = ids;
    this.holdings = holdings;
    starts.forEach((partition, offset) -> holdings.assigned(partition, Bookmark.at(offset)));
  }

  @Override
  public Consumer<byte[], byte[]> begin() {
    Consumer<byte[], byte[]> client =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), ids.deserializer());
    assign(client);
    return client;
  }

  private void assign(Consumer<byte[], byte[]> client) {
    Map<TopicPartition, Long> places = new HashMap<>();
    holdings.progress().forEach((partition, progress) -> places.put(partition, progress.readTo()));
    Set<TopicPartition> before = client.assignment();
    client.assign(places.keySet());
    places.forEach(
        (partition, offset) -> {
          if (!before.contains(partition)) {
            client.seek(partition, offset);
          }
        });
  }

  /** What is new is read from its beginning: it was published after the consumer was opened. */
  @Override
  public void tend(Consumer<byte[], byte[]> client) {
    Set<TopicPartition> fresh = new HashSet<>(found);
    fresh.removeAll(holdings.partitions());
    fresh.removeIf(ids::isBeyond);
    if (!fresh.isEmpty() || !holdings.partitions().containsAll(client.assignment())) {
      fresh.forEach(partition -> holdings.assigned(partition, Bookmark.at(0)));
      assign(client);
    }
  }

  @Override
  public void found(Set<TopicPartition> partitions) {
    found = Set.copyOf(partitions);
  }

  /** It goes on where it stopped, with what it has. */
  @Override
  public void abandoned() {}

  @Override
  public void end(Consumer<byte[], byte[]> client, Duration within) {
    client.close(CloseOptions.timeout(within));
  }
}
