package io.busline.kafka;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is stored and not yet done. Of what was read here it is known which events are of
 * interest; of the rest of a partition, and of those that other instances read, every record
 * counts.
 */
final class Backlog {
  private final Cluster cluster;

  Backlog(Cluster cluster) {
    this.cluster = cluster;
  }

  /** What one consumer has to count: the group's partitions, or those that it reads for itself. */
  final class Of {
    private final @Nullable String group;
    private final Supplier<Collection<TopicPartition>> partitions;

    Of(@Nullable String group, Supplier<Collection<TopicPartition>> partitions) {
      this.group = group;
      this.partitions = partitions;
    }

    long count(Map<TopicPartition, Progress> ours) {
      // What we have of a topic that somebody has deleted cannot be asked for.
      Set<TopicPartition> all = new HashSet<>(partitions.get());
      Map<TopicPartition, OffsetAndMetadata> committed =
          group == null || ours.keySet().containsAll(all)
              ? Map.of()
              : new CommittedOffsets(cluster).of(group, all);
      return Backlog.count(cluster.offsets(all, OffsetSpec.latest()), ours, committed);
    }
  }

  /** What a group has yet to do in the partitions it has ever seen, of which the ends are known. */
  static long of(Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> ends) {
    return count(ends, Map.of(), committed);
  }

  private static long count(
      Map<TopicPartition, Long> ends,
      Map<TopicPartition, Progress> ours,
      Map<TopicPartition, OffsetAndMetadata> committed) {
    long count = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      Progress progress = ours.get(end.getKey());
      OffsetAndMetadata place = committed.get(end.getKey());
      if (progress != null) {
        count += progress.open() + Math.max(0, end.getValue() - progress.readTo());
      } else if (place != null) {
        Bookmark bookmark = Bookmark.decode(place);
        long from = Math.max(bookmark.position(), bookmark.through());
        count += bookmark.openCount() + Math.max(0, end.getValue() - from);
      }
    }
    return count;
  }
}
