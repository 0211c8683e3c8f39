package io.busline.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Topics that were made anew and are to be read from their beginning, once the reader comes by. */
final class Anew {
  private static final Logger LOG = System.getLogger("io.busline.kafka");

  private final Holdings holdings;
  private final Queue<String> topics = new ConcurrentLinkedQueue<>();

  Anew(Holdings holdings) {
    this.holdings = holdings;
  }

  /** Callable by any thread. */
  void add(String topic) {
    topics.add(topic);
  }

  /** For the reading thread. */
  void readAnew(Consumer<byte[], byte[]> client) {
    for (String topic = topics.poll(); topic != null; topic = topics.poll()) {
      LOG.log(Level.WARNING, "topic {0} was made anew and is read from its beginning", topic);
      for (TopicPartition partition : holdings.remade(topic)) {
        if (client.assignment().contains(partition)) {
          client.seek(partition, 0);
        }
      }
    }
  }
}
