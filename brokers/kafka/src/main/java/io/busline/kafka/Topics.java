package io.busline.kafka;

import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.error.InvalidEventException;
import io.busline.event.Names;
import io.busline.spi.Provisioning;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of a cluster: finds them, makes them, looks at them. Safe for several threads. */
final class Topics {

  /** Where dead letters are; no topic for events. */
  static final String DEAD_LETTERS = "busline.dead-letters";

  private static final long FENCED_PAUSE_NANOS = 100_000_000;

  private final Cluster cluster;
  private final TopicPlan plan;
  private final Provisioning topology;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final TopicWatch watch = new TopicWatch(this);

  /** Of those who need the same topic, one makes it. */
  private final ReentrantLock lock = new ReentrantLock();

  Topics(Cluster cluster, TopicPlan plan, Provisioning topology) {
    this.cluster = cluster;
    this.plan = plan;
    this.topology = topology;
  }

  /** Looks whether those in use are still there. */
  TopicWatch watch() {
    return watch;
  }

  /** Has something done when a topic was made here. */
  void onMade(Runnable listener) {
    listeners.add(listener);
  }

  /** Sees to it that a topic is there and can be written to. Blocks, the first time. */
  void require(String topic) {
    if (topic.equals(DEAD_LETTERS)) {
      throw new ConfigurationException(
          "topic %s holds dead letters. Choose another name for events".formatted(topic));
    }
    require(plan.ofEvents(topic));
  }

  /** As above, for dead letters. */
  void requireDeadLetters() {
    require(plan.ofDeadLetters());
  }

  /** Refuses to go on if the server says that this user may not write to a topic. Blocks. */
  void requireWritable(String topic) {
    if (!cluster.mayWrite(topic)) {
      throw new BrokerException(
          "writing to topic %s would fail: the server forbids it. Have the user's rights extended"
              .formatted(topic));
    }
  }

  /** As above, whichever it is for. */
  void requireAny(String topic) {
    require(topic.equals(DEAD_LETTERS) ? plan.ofDeadLetters() : plan.ofEvents(topic));
  }

  private void require(NewTopic wanted) {
    if (known.contains(wanted.name())) {
      return;
    }
    lock.lock();
    try {
      if (!known.contains(wanted.name())) {
        findOrMake(wanted);
        known.add(wanted.name());
      }
    } finally {
      lock.unlock();
    }
  }

  private void findOrMake(NewTopic wanted) {
    TopicDescription there = cluster.describe(List.of(wanted.name())).get(wanted.name());
    if (there == null) {
      make(wanted);
    } else if (topology == Provisioning.VERIFY) {
      plan.requireSame(cluster, there, wanted);
    }
  }

  private void make(NewTopic wanted) {
    String topic = wanted.name();
    if (topology != Provisioning.CREATE) {
      throw new ConfigurationException(
          "topic %s does not exist, and ?topology=%s forbids making it. Make it, or leave the option out"
              .formatted(topic, topology.name().toLowerCase(Locale.ROOT)));
    }
    try {
      create(wanted);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InvalidTopicException) {
        throw refused(topic, e);
      }
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw Failures.of("making topic " + topic, e);
      }
    }
    awaitLeaders(topic);
    listeners.forEach(Runnable::run);
  }

  /** Deletes a topic. Blocks until the cluster has agreed. */
  void delete(String topic) {
    cluster.ask("deleting topic " + topic, a -> a.deleteTopics(List.of(topic)).all());
    known.remove(topic);
  }

  /** Kafka's controller makes no topic while it hears of no broker, as for a moment at a start. */
  private void create(NewTopic wanted) throws ExecutionException {
    long deadline = System.nanoTime() + ClientProperties.REQUEST.toNanos();
    while (true) {
      try {
        cluster.answer(a -> a.createTopics(List.of(wanted)).all());
        return;
      } catch (ExecutionException e) {
        if (!Failures.saysFenced(e) || deadline - System.nanoTime() < 0) {
          throw e;
        }
        LockSupport.parkNanos(FENCED_PAUSE_NANOS);
      }
    }
  }

  /** Kafka tells of its topics in metrics whose names have underscores for full stops. */
  private BrokerException refused(String topic, ExecutionException failure) {
    for (String other : cluster.topics()) {
      if (other.replace('.', '_').equals(topic.replace('.', '_'))) {
        return new BrokerException(
            "Kafka keeps topics %s and %s from being told apart, because . and _ are one to it. Rename one of them"
                .formatted(topic, other));
      }
    }
    return Failures.of("making topic " + topic, failure);
  }

  /**
   * What is written before each partition's leader is ready can come out of step with what follows.
   * A server that has heard of its topic a little late may also not know it for a moment.
   */
  private void awaitLeaders(String topic) {
    long deadline = System.nanoTime() + ClientProperties.REQUEST.toNanos();
    Map<String, TopicDescription> found = cluster.describe(List.of(topic));
    while (found.isEmpty() && deadline - System.nanoTime() > 0) {
      found = cluster.describe(List.of(topic));
    }
    if (found.isEmpty()) {
      throw new BrokerException(
          "topic %s was made, but no server knows it. Look at the servers' logs".formatted(topic));
    }
    cluster.offsets(Cluster.partitions(found.values()), OffsetSpec.latest());
  }

  /** It may be gone. */
  void forget(String topic) {
    known.remove(topic);
  }

  /** What there is of those that were needed, as {@link Cluster#look} tells it. Blocks. */
  Map<String, Optional<TopicDescription>> lookAtKnown() {
    return cluster.look(Set.copyOf(known));
  }

  /** The topics that can hold events, in alphabetical order. */
  List<String> ofEvents() {
    return cluster.topics().stream().filter(Topics::canHoldEvents).toList();
  }

  private static boolean canHoldEvents(String topic) {
    try {
      Names.require("topic", topic);
      return !topic.equals(DEAD_LETTERS);
    } catch (InvalidEventException e) {
      return false;
    }
  }

  Map<String, TopicDescription> describe(Collection<String> names) {
    return names.isEmpty() ? new HashMap<>() : cluster.describe(names);
  }
}
