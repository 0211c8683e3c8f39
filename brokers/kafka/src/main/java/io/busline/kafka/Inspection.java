package io.busline.kafka;

import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.InvalidEventException;
import io.busline.spi.Interests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What exists on the cluster. */
final class Inspection {
  private final Cluster cluster;
  private final Topics topics;
  private final ShareGroups shareGroups;
  private final DeadLetterTopic deadLetters;

  Inspection(Cluster cluster, Topics topics, ShareGroups shareGroups, DeadLetterTopic deadLetters) {
    this.cluster = cluster;
    this.topics = topics;
    this.shareGroups = shareGroups;
    this.deadLetters = deadLetters;
  }

  /** Kafka does not know the types of what a topic holds, and reading it all would take long. */
  List<TopicInfo> topics() {
    List<String> names = topics.ofEvents();
    List<TopicPartition> partitions = Cluster.partitions(topics.describe(names).values());
    Map<TopicPartition, Long> from = cluster.offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> to = cluster.offsets(partitions, OffsetSpec.latest());
    Map<String, Long> counts = new HashMap<>();
    to.forEach(
        (partition, end) ->
            counts.merge(partition.topic(), end - from.getOrDefault(partition, end), Long::sum));
    Map<String, Long> newest = newest(partitions);
    return names.stream()
        .filter(counts::containsKey)
        .map(
            name ->
                new TopicInfo(
                    name,
                    OptionalLong.of(counts.getOrDefault(name, 0L)),
                    List.of(),
                    Optional.ofNullable(newest.get(name)).map(Instant::ofEpochMilli)))
        .toList();
  }

  private Map<String, Long> newest(List<TopicPartition> partitions) {
    Map<String, Long> newest = new HashMap<>();
    if (partitions.isEmpty()) {
      return newest;
    }
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, OffsetSpec.maxTimestamp()));
    Map<TopicPartition, ListOffsetsResultInfo> found =
        cluster.ask("looking for the newest events", a -> a.listOffsets(wanted).all());
    found.forEach(
        (partition, info) -> {
          if (info.timestamp() >= 0) {
            newest.merge(partition.topic(), info.timestamp(), Math::max);
          }
        });
    return newest;
  }

  List<GroupInfo> groups() {
    Map<String, Long> letters = deadLetters.count();
    List<GroupInfo> groups = new ArrayList<>(consumerGroups(letters));
    shareGroups
        .all()
        .forEach((name, description) -> groups.add(shared(name, description, letters)));
    groups.sort(Comparator.comparing(GroupInfo::name));
    return groups;
  }

  /** All are asked for together: a cluster may have thousands. */
  private List<GroupInfo> consumerGroups(Map<String, Long> letters) {
    Map<String, ConsumerGroupDescription> found =
        cluster.groups(
            ListGroupsOptions.forConsumerGroups(),
            (a, names) -> a.describeConsumerGroups(names).describedGroups());
    Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
        new CommittedOffsets(cluster).ofAll(found.keySet());
    Set<TopicPartition> noted =
        committed.values().stream()
            .flatMap(places -> places.keySet().stream())
            .collect(Collectors.toSet());
    // A group may outlive its topics, and their partitions.
    noted.retainAll(Cluster.partitions(topics.describe(names(noted)).values()));
    Map<TopicPartition, Long> ends = cluster.offsets(noted, OffsetSpec.latest());
    List<GroupInfo> groups = new ArrayList<>();
    found.forEach(
        (name, description) ->
            groups.add(
                group(name, description, committed.getOrDefault(name, Map.of()), ends, letters)));
    return groups;
  }

  private GroupInfo group(
      String name,
      ConsumerGroupDescription description,
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, Long> ends,
      Map<String, Long> letters) {
    Map<TopicPartition, OffsetAndMetadata> there = new HashMap<>(committed);
    there.keySet().retainAll(ends.keySet());
    Map<TopicPartition, Long> its = new HashMap<>();
    there.keySet().forEach(partition -> its.put(partition, ends.getOrDefault(partition, 0L)));
    return new GroupInfo(
        name,
        patterns(there),
        description.members().size(),
        OptionalLong.of(Backlog.of(there, its)),
        letters.getOrDefault(name, 0L));
  }

  /** It has noted nowhere which types it reads, so its topics must do. */
  private GroupInfo shared(
      String name, ShareGroupDescription description, Map<String, Long> letters) {
    ShareGroups.Seen seen = shareGroups.seen(name);
    return new GroupInfo(
        name,
        List.copyOf(seen.topics()),
        description.members().size(),
        OptionalLong.of(seen.lag()),
        letters.getOrDefault(name, 0L));
  }

  private static Set<String> names(Set<TopicPartition> partitions) {
    return partitions.stream()
        .map(TopicPartition::topic)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What it has noted to read; or else, of a group that is not ours, its topics. */
  private static List<String> patterns(Map<TopicPartition, OffsetAndMetadata> committed) {
    Set<String> patterns = new TreeSet<>();
    for (OffsetAndMetadata place : committed.values()) {
      String interests = Bookmark.interests(place);
      try {
        patterns.addAll(interests.isEmpty() ? List.of() : Interests.parse(interests).patterns());
      } catch (InvalidEventException e) {
        // Anybody may commit in a group's name, and write with it whatever they like.
        patterns.remove(interests);
      }
    }
    return List.copyOf(patterns.isEmpty() ? names(committed.keySet()) : patterns);
  }
}
