package io.busline.kafka;

import io.busline.spi.Durations;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Has instances leave their group that tell nothing any more: see {@link Beat}. Each instance looks
 * after all. Time is measured here, between looks that were answered, so no clock has to be right,
 * and what a server did not answer is nobody's silence. On the thread that watches the cluster.
 */
final class Silence implements Runnable {
  private static final Logger LOG = System.getLogger("io.busline.kafka");

  /** In which partition an instance tells that it lives, of those that it has. */
  static final Comparator<TopicPartition> FIRST =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  /** Five beats; a pause of the JVM is shorter, and the older protocol's members have 15 s. */
  private static final Duration LEASE = Duration.ofSeconds(10);

  /**
   * What tells in transactions tells nothing while one stands still. Before the time of the last
   * one is over, nobody could go on from where it ends either.
   */
  private static final Duration TRANSACTIONAL_LEASE = LEASE.plus(ClientProperties.TRANSACTION);

  /** Of so many rounds, each a second, one looks. */
  private static final int LOOK_EVERY = 2;

  /** After more than that without an answer, what was heard before says nothing. */
  private static final Duration LONGEST_GAP = Duration.ofSeconds(5);

  private static final Duration LEAVE_WITHIN = Duration.ofSeconds(2);

  private final Cluster cluster;
  private final Departures departures;
  private final String group;
  private final Duration lease;
  private final Map<String, Heard> heard = new HashMap<>();
  private long lookedAt = System.nanoTime();
  private int round;

  /** What an instance has committed last, and when that was seen for the first time. */
  private record Heard(String words, long since) {}

  Silence(Cluster cluster, Departures departures, String group, boolean transactional) {
    this.cluster = cluster;
    this.departures = departures;
    this.group = group;
    this.lease = transactional ? TRANSACTIONAL_LEASE : LEASE;
  }

  @Override
  public void run() {
    if (++round % LOOK_EVERY != 0) {
      return;
    }
    long now = System.nanoTime();
    if (now - lookedAt > LONGEST_GAP.toNanos()) {
      heard.clear();
    }
    Map<String, TopicPartition> instances = instances();
    Map<TopicPartition, OffsetAndMetadata> said =
        instances.isEmpty()
            ? Map.of()
            : new CommittedOffsets(cluster).of(group, instances.values());
    lookedAt = System.nanoTime();
    heard.keySet().retainAll(instances.keySet());
    instances.forEach(
        (instance, partition) ->
            hear(instance, new Heard(partition + " " + said.get(partition), now)));
  }

  private void hear(String instance, Heard last) {
    Heard before = heard.get(instance);
    if (before == null || !before.words().equals(last.words())) {
      heard.put(instance, last);
    } else if (last.since() - before.since() > lease.toNanos()) {
      LOG.log(
          Level.WARNING,
          "an instance of group {0} has told nothing for {1} and is taken for dead",
          group,
          Durations.format(lease));
      heard.remove(instance);
      departures.leave(group, instance, LEAVE_WITHIN);
    }
  }

  /** Those that have something and would tell, with the place where they do; none if alone. */
  private Map<String, TopicPartition> instances() {
    ConsumerGroupDescription description =
        cluster
            .groups(Set.of(group), (a, names) -> a.describeConsumerGroups(names).describedGroups())
            .get(group);
    Map<String, TopicPartition> instances = new HashMap<>();
    if (description == null || description.members().size() < 2) {
      return instances;
    }
    for (MemberDescription member : description.members()) {
      Optional<TopicPartition> first = member.assignment().topicPartitions().stream().min(FIRST);
      Optional<String> instance =
          member.groupInstanceId().filter(id -> id.startsWith(Beat.INSTANCE));
      if (first.isPresent() && instance.isPresent()) {
        instances.put(instance.get(), first.get());
      }
    }
    return instances;
  }
}
