package io.busline.kafka;

import io.busline.error.ConfigurationException;
import io.busline.error.UnsupportedException;
import io.busline.event.Ordering;
import io.busline.event.StartPosition;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.Parameters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;

/**
 * Groups of which every instance gets the next event, whatever its key and partition: Kafka's work
 * queues. Says who may have one, and sees to what the server should do with it.
 */
final class ShareGroups {

  /** Of a subscription. */
  static final String OPTION = "kafka.share-group";

  private static final String LIMIT = "share.delivery.count.limit";

  /** As often as a server allows it; after that it drops an event. */
  private static final int MOST_DELIVERIES = 10;

  /** What a server without such a setting does. */
  private static final int USUAL_DELIVERIES = 5;

  private final Cluster cluster;
  private final Starts starts;
  private final boolean available;

  /**
   * Those of a cluster.
   *
   * @param available whether it can have any
   */
  ShareGroups(Cluster cluster, boolean available) {
    this.cluster = cluster;
    this.starts = new Starts(cluster);
    this.available = available;
  }

  /**
   * Whether a consumer is to be one.
   *
   * @throws ConfigurationException if it says so, and is none
   * @throws UnsupportedException if it asks for more than a share group can give, or the server has
   *     none
   */
  boolean isAskedFor(ConsumerSpec spec) {
    if (!Parameters.of("group " + spec.group(), spec.options()).flag(OPTION, false)) {
      return false;
    }
    if (spec.group() == null) {
      throw new ConfigurationException(
          "option %s is for subscriptions that share. Leave it out of a broadcast"
              .formatted(OPTION));
    }
    if (spec.ordering() == Ordering.PER_KEY) {
      throw new UnsupportedException(
          "group %s asks for order by key, and a share group gives any event to any instance. Add ordering(Ordering.NONE), or leave the option %s out"
              .formatted(spec.group(), OPTION));
    }
    if (spec.transactions()) {
      throw new UnsupportedException(
          "group %s has a handler that publishes together with its acknowledgement, and a share group has no transactions. Use a handler of the event alone, or leave the option %s out"
              .formatted(spec.group(), OPTION));
    }
    Driver.requireShareGroups(spec.group());
    if (!available) {
      throw new UnsupportedException(
          "group %s asks for a share group, which this cluster does not have. Use Kafka 4.2 or newer with the feature share.version at 1 or more, or leave the option %s out"
              .formatted(spec.group(), OPTION));
    }
    return true;
  }

  /**
   * Has the server give a group what is promised here, and fixes where it begins in partitions that
   * it has never seen. Returns how often an event is delivered before the server drops it.
   */
  int prepare(String group, StartPosition start, Collection<TopicPartition> partitions) {
    set(
        group,
        Map.of("share.auto.offset.reset", "earliest", "share.isolation.level", "read_committed"));
    set(group, Map.of(LIMIT, Integer.toString(MOST_DELIVERIES)));
    fix(group, start, partitions);
    return limit(group);
  }

  private void set(String group, Map<String, String> settings) {
    List<AlterConfigOp> changes = new ArrayList<>();
    settings.forEach(
        (name, value) -> changes.add(new AlterConfigOp(new ConfigEntry(name, value), OpType.SET)));
    try {
      cluster.answer(a -> a.incrementalAlterConfigs(Map.of(resource(group), changes)).all());
    } catch (ExecutionException e) {
      boolean unknown =
          e.getCause() instanceof InvalidConfigurationException
              || e.getCause() instanceof InvalidRequestException;
      if (!unknown || !settings.containsKey(LIMIT)) {
        throw Failures.of("setting up the share group " + group, e);
      }
      // An older server has no such setting, or allows less; what it does is looked up below.
    }
  }

  private static ConfigResource resource(String group) {
    return new ConfigResource(ConfigResource.Type.GROUP, group);
  }

  private int limit(String group) {
    ConfigEntry entry =
        cluster
            .ask(
                "looking at the share group " + group,
                a -> a.describeConfigs(List.of(resource(group))).values().get(resource(group)))
            .get(LIMIT);
    return entry == null || entry.value() == null
        ? USUAL_DELIVERIES
        : Integer.parseInt(entry.value());
  }

  private void fix(String group, StartPosition start, Collection<TopicPartition> partitions) {
    Set<TopicPartition> unseen = new HashSet<>(partitions);
    offsets(group)
        .forEach(
            (partition, place) -> {
              if (place.startOffset() >= 0) {
                unseen.remove(partition);
              }
            });
    Map<TopicPartition, Long> places = starts.offsets(unseen, start);
    if (places.isEmpty()) {
      return;
    }
    try {
      cluster.answer(a -> a.alterShareGroupOffsets(group, places).all());
    } catch (ExecutionException e) {
      // Whoever runs has fixed what it reads; in what only this one reads, the group begins early.
      if (!(e.getCause() instanceof GroupNotEmptyException)) {
        throw Failures.of("fixing where the share group %s begins".formatted(group), e);
      }
    }
  }

  /** The client has null for a partition of which the server knows nothing yet: left out here. */
  private Map<TopicPartition, SharePartitionOffsetInfo> offsets(String group) {
    Map<String, ListShareGroupOffsetsSpec> all = Map.of(group, new ListShareGroupOffsetsSpec());
    try {
      Map<TopicPartition, SharePartitionOffsetInfo> found =
          new HashMap<>(
              cluster.answer(a -> a.listShareGroupOffsets(all).partitionsToOffsetInfo(group)));
      found.values().removeIf(Objects::isNull);
      return found;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Map.of();
      }
      throw Failures.of("looking what the share group %s has done".formatted(group), e);
    }
  }

  /** How many records nobody is done with, whatever they hold. */
  long lag(String group) {
    return seen(group).lag();
  }

  /** What a group has begun to read, and how many records of that nobody is done with. */
  record Seen(Set<String> topics, long lag) {
    private static Seen of(Map<TopicPartition, SharePartitionOffsetInfo> offsets) {
      Set<String> topics = new TreeSet<>();
      offsets.keySet().forEach(partition -> topics.add(partition.topic()));
      return new Seen(
          topics, offsets.values().stream().mapToLong(place -> place.lag().orElse(0L)).sum());
    }
  }

  Seen seen(String group) {
    return Seen.of(offsets(group));
  }

  /** All of the cluster, by name. */
  Map<String, ShareGroupDescription> all() {
    if (!available || !Driver.hasShareGroups()) {
      return Map.of();
    }
    return cluster.groups(
        ListGroupsOptions.forShareGroups(),
        (a, names) -> a.describeShareGroups(names).describedGroups());
  }
}
