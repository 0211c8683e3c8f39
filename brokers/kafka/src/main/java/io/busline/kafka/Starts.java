package io.busline.kafka;

import io.busline.event.StartPosition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Where consumers begin. A group's start is committed before its first instance joins: whatever is
 * published from then on is seen, whoever comes later and whatever they ask for.
 */
final class Starts {
  private final Cluster cluster;

  Starts(Cluster cluster) {
    this.cluster = cluster;
  }

  /** The offsets at which a start lies now. */
  Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, StartPosition start) {
    if (start instanceof StartPosition.Earliest) {
      return cluster.offsets(partitions, OffsetSpec.earliest());
    }
    if (start instanceof StartPosition.At at) {
      Map<TopicPartition, Long> found =
          new HashMap<>(
              cluster.offsets(
                  partitions, OffsetSpec.forTimestamp(Math.max(0, at.time().toEpochMilli()))));
      Set<TopicPartition> nothingSince = new HashSet<>();
      found.forEach(
          (partition, offset) -> {
            if (offset < 0) {
              nothingSince.add(partition);
            }
          });
      found.putAll(cluster.offsets(nothingSince, OffsetSpec.latest()));
      return found;
    }
    return cluster.offsets(partitions, OffsetSpec.latest());
  }

  /**
   * A bookmark as it is committed. What a group reads is noted once for each topic.
   *
   * @param topic the topic's id
   * @param interests what it reads, as {@link io.busline.spi.Interests} writes it
   * @param beat the instance's, or empty
   */
  static OffsetAndMetadata write(
      TopicPartition partition, Bookmark bookmark, String topic, String interests, String beat) {
    return bookmark.encode(topic, partition.partition() == 0 ? interests : "", beat);
  }

  /**
   * Fixes where a group begins in the partitions that it has never seen.
   *
   * @return those partitions, with the places for the case that they could not be committed
   */
  Map<TopicPartition, Long> fix(
      String group,
      Collection<TopicPartition> partitions,
      StartPosition start,
      TopicIds ids,
      String interests) {
    Set<TopicPartition> unseen = new HashSet<>(partitions);
    unseen.removeAll(new CommittedOffsets(cluster).of(group, partitions).keySet());
    Map<TopicPartition, Long> starts = offsets(unseen, start);
    Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
    starts.forEach(
        (partition, offset) ->
            places.put(
                partition,
                write(partition, Bookmark.at(offset), ids.of(partition.topic()), interests, "")));
    try {
      if (!places.isEmpty()) {
        cluster.answer(a -> a.alterConsumerGroupOffsets(group, places).all());
      }
    } catch (ExecutionException e) {
      requireBusy(group, e);
    }
    return starts;
  }

  /**
   * While instances run, only they may commit. Those that want the same topics have fixed them; of
   * a topic that only a new one wants, that one knows the start.
   */
  private static void requireBusy(String group, ExecutionException failure) {
    if (!(failure.getCause() instanceof UnknownMemberIdException
        || failure.getCause() instanceof GroupNotEmptyException)) {
      throw Failures.of("fixing where group %s begins".formatted(group), failure);
    }
  }
}
