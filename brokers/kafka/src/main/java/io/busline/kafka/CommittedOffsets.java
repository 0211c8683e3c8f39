package io.busline.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What groups have committed to the cluster. A group that does not exist has committed nothing. */
final class CommittedOffsets {
  private final Cluster cluster;

  CommittedOffsets(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Those of one group; partitions of which it has committed nothing are left out. */
  Map<TopicPartition, OffsetAndMetadata> of(String group, Collection<TopicPartition> partitions) {
    return ask(Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)))
        .getOrDefault(group, Map.of());
  }

  /** All that some groups have, in one request for each server that coordinates them. */
  Map<String, Map<TopicPartition, OffsetAndMetadata>> ofAll(Set<String> groups) {
    Map<String, ListConsumerGroupOffsetsSpec> everything = new HashMap<>();
    groups.forEach(group -> everything.put(group, new ListConsumerGroupOffsetsSpec()));
    return groups.isEmpty() ? Map.of() : ask(everything);
  }

  private Map<String, Map<TopicPartition, OffsetAndMetadata>> ask(
      Map<String, ListConsumerGroupOffsetsSpec> wanted) {
    ListConsumerGroupOffsetsResult asked =
        cluster.begin(admin -> admin.listConsumerGroupOffsets(wanted));
    Map<String, Map<TopicPartition, OffsetAndMetadata>> all = new HashMap<>();
    wanted.keySet().forEach(group -> all.put(group, answer(asked, group)));
    return all;
  }

  private Map<TopicPartition, OffsetAndMetadata> answer(
      ListConsumerGroupOffsetsResult asked, String group) {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    try {
      cluster
          .answer(admin -> asked.partitionsToOffsetAndMetadata(group))
          .forEach(
              (partition, place) -> {
                // The client has null for a partition of which nothing is committed.
                if (place != null) {
                  committed.put(partition, place);
                }
              });
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof GroupIdNotFoundException)) {
        throw Failures.of("looking what group %s has done".formatted(group), e);
      }
    }
    return committed;
  }
}
