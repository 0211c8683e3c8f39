package io.busline.kafka;

import io.busline.error.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** How topics are made, and in what others differ from that. */
final class TopicPlan {

  /** The largest data, the largest envelope twice (the key is in it), and what Kafka adds. */
  private static final int LARGEST_EVENT =
      KafkaDescription.MAX_DATA_BYTES + 4 * KafkaDescription.MAX_ENVELOPE_BYTES;

  /** With so many copies, one server may be away and another one still knows what was confirmed. */
  private static final int SEVERAL = 3;

  private final int partitions;
  private final OptionalInt replicas;
  private final Duration retention;

  TopicPlan(KafkaSettings settings) {
    this.partitions = settings.partitions();
    this.replicas = settings.replicas();
    this.retention = settings.retention();
  }

  NewTopic ofEvents(String topic) {
    Map<String, String> configs = new HashMap<>();
    configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    configs.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()));
    return topic(topic, partitions, configs);
  }

  NewTopic ofDeadLetters() {
    Map<String, String> configs = new HashMap<>();
    configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    return topic(Topics.DEAD_LETTERS, 1, configs);
  }

  private NewTopic topic(String name, int count, Map<String, String> configs) {
    configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_EVENT));
    if (replicas.isPresent() && replicas.getAsInt() >= SEVERAL) {
      configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
    }
    Optional<Short> copies =
        replicas.isPresent() ? Optional.of((short) replicas.getAsInt()) : Optional.empty();
    return new NewTopic(name, Optional.of(count), copies).configs(configs);
  }

  /**
   * Refuses a topic that differs from the plan.
   *
   * @throws ConfigurationException if it does, with what differs
   */
  void requireSame(Cluster cluster, TopicDescription there, NewTopic wanted) {
    List<String> differences = differences(cluster, there, wanted);
    if (!differences.isEmpty()) {
      throw new ConfigurationException(
          "topic %s differs from the URL: %s. Change it with kafka-configs.sh, or the URL's options"
              .formatted(there.name(), String.join("; ", differences)));
    }
  }

  private List<String> differences(Cluster cluster, TopicDescription there, NewTopic wanted) {
    List<String> differences = new ArrayList<>();
    int count = there.partitions().size();
    if (count != wanted.numPartitions()) {
      differences.add("it has %d partitions and not %d".formatted(count, wanted.numPartitions()));
    }
    int copies = there.partitions().get(0).replicas().size();
    if (replicas.isPresent() && copies != replicas.getAsInt()) {
      differences.add("it has %d replicas and not %d".formatted(copies, replicas.getAsInt()));
    }
    Config config = config(cluster, there.name());
    wanted
        .configs()
        .forEach(
            (name, value) -> {
              ConfigEntry entry = config.get(name);
              if (entry != null && !value.equals(entry.value())) {
                differences.add("%s is %s and not %s".formatted(name, entry.value(), value));
              }
            });
    return differences;
  }

  private static Config config(Cluster cluster, String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return cluster.ask(
        "looking at topic " + topic,
        a -> a.describeConfigs(List.of(resource)).values().get(resource));
  }
}
