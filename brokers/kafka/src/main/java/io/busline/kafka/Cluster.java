package io.busline.kafka;

import io.busline.error.BrokerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What can be asked of a cluster. Every question blocks. Safe for use by several threads. */
final class Cluster implements AutoCloseable {
  private static final Duration CLOSE_WITHIN = Duration.ofMillis(500);

  /** After so long without a connection there is nobody; one that is being made is waited for. */
  static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long GLANCE_NANOS = 50_000_000;

  /**
   * How long a server may take to hear of a topic; of one that is gone, nobody waits for longer.
   */
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(2);

  private final Admin admin;
  private final String place;

  Cluster(ClientProperties properties, String place) {
    this.place = place;
    try {
      this.admin = Admin.create(properties.admin());
    } catch (KafkaException e) {
      throw Failures.unusable(place, e);
    }
  }

  String place() {
    return place;
  }

  /**
   * Asks, and waits for the answer.
   *
   * @throws BrokerException if there is none, or a refusal
   */
  <T> T ask(String doing, Function<Admin, KafkaFuture<T>> question) {
    try {
      return answer(question);
    } catch (ExecutionException | KafkaException e) {
      throw Failures.of(doing, e);
    }
  }

  /** As above, and asks again until all servers have heard of a topic that one has just made. */
  private <T> T askAll(String doing, Function<Admin, KafkaFuture<T>> question) {
    long begun = System.nanoTime();
    for (; ; LockSupport.parkNanos(GLANCE_NANOS)) {
      try {
        return answer(question);
      } catch (ExecutionException | KafkaException e) {
        if (System.nanoTime() - begun > HEARD_WITHIN.toNanos()
            || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw Failures.of(doing, e);
        }
      }
    }
  }

  /** Asks, and does not wait: for a question that has an answer for each of many. */
  <T> T begin(Function<Admin, T> question) {
    return question.apply(admin);
  }

  /** As {@link #ask}, for who can make something of a refusal. */
  <T> T answer(Function<Admin, KafkaFuture<T>> question) throws ExecutionException {
    try {
      return question
          .apply(admin)
          .get(ClientProperties.REQUEST.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while waiting for " + place);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new BrokerException(place + " does not answer", e);
    } catch (IllegalStateException e) {
      throw new BrokerException("the connection is closed. Open a new bus", e);
    }
  }

  /** Asks for a sign of life; does not block. */
  CompletionStage<?> greet() {
    try {
      return admin.describeCluster().nodes().toCompletionStage();
    } catch (KafkaException | IllegalStateException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** How many connections there are, or are being made. */
  int connections() {
    for (Map.Entry<MetricName, ? extends Metric> entry : admin.metrics().entrySet()) {
      if (entry.getKey().name().equals("connection-count")
          && entry.getValue().metricValue() instanceof Number count) {
        return count.intValue();
      }
    }
    throw new IllegalStateException("Kafka's client does not count its connections");
  }

  /**
   * What the cluster has agreed to be able to do, and at which level.
   *
   * @throws BrokerException if there is no answer; if there is not even a connection, that is known
   *     sooner
   */
  Map<String, Short> features() {
    KafkaFuture<FeatureMetadata> asked = admin.describeFeatures().featureMetadata();
    awaitConnection(asked);
    Map<String, Short> levels = new HashMap<>();
    ask("connecting to " + place, a -> asked)
        .finalizedFeatures()
        .forEach((name, range) -> levels.put(name, range.maxVersionLevel()));
    return levels;
  }

  private void awaitConnection(KafkaFuture<?> asked) {
    CountDownLatch answered = new CountDownLatch(1);
    var unused = asked.whenComplete((answer, failure) -> answered.countDown());
    long start = System.nanoTime();
    try {
      while (!answered.await(GLANCE_NANOS, TimeUnit.NANOSECONDS)) {
        if (System.nanoTime() - start > CONNECT_NANOS && connections() == 0) {
          throw Failures.of("connecting to " + place, new TimeoutException("no connection"));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while connecting to " + place);
    }
  }

  /** All topics but Kafka's own, in alphabetical order. */
  Set<String> topics() {
    Set<String> names = ask("listing topics", a -> a.listTopics().names());
    return new TreeSet<>(names);
  }

  /** What there is of some topics; those that are not there are left out. */
  Map<String, TopicDescription> describe(Collection<String> topics) {
    Map<String, TopicDescription> found = new HashMap<>();
    var asked = admin.describeTopics(topics).topicNameValues();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> each : asked.entrySet()) {
      try {
        found.put(each.getKey(), answer(a -> each.getValue()));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw Failures.of("looking at topic " + each.getKey(), e);
        }
      }
    }
    return found;
  }

  /** Whether this user may write to a topic, as far as the server tells. */
  boolean mayWrite(String topic) {
    TopicDescription described =
        ask(
            "looking at topic " + topic,
            a ->
                a.describeTopics(
                        List.of(topic),
                        new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .topicNameValues()
                    .get(topic));
    return described.authorizedOperations() == null
        || described.authorizedOperations().contains(AclOperation.WRITE);
  }

  /** As above; empty for one that surely is not there, and nothing for one that nobody can see. */
  Map<String, Optional<TopicDescription>> look(Collection<String> topics) {
    Map<String, Optional<TopicDescription>> seen = new HashMap<>();
    if (topics.isEmpty()) {
      return seen;
    }
    var asked = admin.describeTopics(topics).topicNameValues();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> each : asked.entrySet()) {
      try {
        seen.put(each.getKey(), Optional.of(answer(a -> each.getValue())));
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          seen.put(each.getKey(), Optional.empty());
        }
      }
    }
    return seen;
  }

  /** The partitions of topics. */
  static List<TopicPartition> partitions(Collection<TopicDescription> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (TopicDescription topic : topics) {
      topic
          .partitions()
          .forEach(p -> partitions.add(new TopicPartition(topic.name(), p.partition())));
    }
    return partitions;
  }

  /** Places in partitions; waits until every partition has a leader that knows. */
  Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec) {
    if (partitions.isEmpty()) {
      return Map.of();
    }
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    Map<TopicPartition, ListOffsetsResultInfo> found =
        askAll("looking for offsets", a -> a.listOffsets(wanted).all());
    found.forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  /** What there is to see of each group of a kind. */
  <D> Map<String, D> groups(
      ListGroupsOptions kind, BiFunction<Admin, Set<String>, Map<String, KafkaFuture<D>>> look) {
    return groups(names(kind), look);
  }

  /**
   * What there is to see of some groups. One that has gone meanwhile is left out; it is looked for
   * twice, because a server does not find a group while that changes its protocol.
   */
  <D> Map<String, D> groups(
      Set<String> names, BiFunction<Admin, Set<String>, Map<String, KafkaFuture<D>>> look) {
    Map<String, D> seen = new HashMap<>();
    look(look(names, look, seen), look, seen);
    return seen;
  }

  /** Adds what is seen of groups, and returns which are not there. */
  private <D> Set<String> look(
      Set<String> names,
      BiFunction<Admin, Set<String>, Map<String, KafkaFuture<D>>> look,
      Map<String, D> seen) {
    Set<String> missing = new TreeSet<>();
    look.apply(admin, names)
        .forEach(
            (name, asked) -> {
              try {
                seen.put(name, answer(a -> asked));
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                  throw Failures.of("looking at group " + name, e);
                }
                missing.add(name);
              }
            });
    return missing;
  }

  private Set<String> names(ListGroupsOptions kind) {
    return ask("listing groups", a -> a.listGroups(kind).all()).stream()
        .map(GroupListing::groupId)
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    admin.close(CLOSE_WITHIN);
  }
}
