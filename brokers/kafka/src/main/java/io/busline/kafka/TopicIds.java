package io.busline.kafka;

import io.busline.error.BrokerException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The topics that a consumer reads, by the ids that they have beside their names. Shows which were
 * deleted and made again. Kafka's client goes on in the new one from the offset that it had in the
 * old one if there is such an offset, and passes over what is before it. To do so it must have
 * asked the cluster again what topics there are, as it does every few seconds and when one is
 * missing; whoever looks after each answer is in time. For one thread after another, but for {@link
 * #of}.
 */
final class TopicIds {
  private static final Logger LOG = System.getLogger("io.busline.kafka");

  private final Supplier<Map<String, TopicDescription>> topics;
  private final Map<String, String> ids = new ConcurrentHashMap<>();
  private final Map<String, Integer> sizes = new ConcurrentHashMap<>();
  private final Set<String> remade = new HashSet<>();
  private final AtomicInteger answers = new AtomicInteger();
  private int seen;

  /**
   * Asks at once, so that it knows what there was.
   *
   * @throws BrokerException if there is no answer
   */
  TopicIds(Supplier<Map<String, TopicDescription>> topics) {
    this.topics = topics;
    ask();
  }

  /** For the values of a client that reads the topics: the client tells it of each answer. */
  Deserializer<byte[]> deserializer() {
    return new Listener();
  }

  /** The last one known; empty if there is none. */
  String of(String topic) {
    return ids.getOrDefault(topic, "");
  }

  /** Whether a topic that was made anew has no such partition any more. */
  boolean isBeyond(TopicPartition partition) {
    return partition.partition() >= sizes.getOrDefault(partition.topic(), Integer.MAX_VALUE);
  }

  /** Asks the cluster if the client may know more. Blocks until there is an answer, or none. */
  void refresh() {
    int now = answers.get();
    if (now != seen) {
      try {
        ask();
        seen = now;
      } catch (BrokerException e) {
        LOG.log(Level.DEBUG, "looking at topics is tried again: {0}", e.getMessage());
      }
    }
  }

  /** Refreshes, and returns the topics that were made anew since the last call. */
  Set<String> takeRemade() {
    refresh();
    Set<String> taken = Set.copyOf(remade);
    remade.clear();
    return taken;
  }

  private void ask() {
    topics
        .get()
        .forEach(
            (name, topic) -> {
              sizes.put(name, topic.partitions().size());
              note(name, topic.topicId().toString());
            });
  }

  private void note(String topic, String id) {
    String before = ids.put(topic, id);
    if (before != null && !before.equals(id)) {
      LOG.log(Level.WARNING, "topic {0} was made anew and is read from its beginning", topic);
      remade.add(topic);
    }
  }

  private final class Listener extends ByteArrayDeserializer implements ClusterResourceListener {
    @Override
    public void onUpdate(ClusterResource cluster) {
      answers.incrementAndGet();
    }
  }
}
