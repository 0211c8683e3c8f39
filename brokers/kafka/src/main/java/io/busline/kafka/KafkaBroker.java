package io.busline.kafka;

import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.BrokerException;
import io.busline.kafka.KafkaSettings.Protocol;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerDescription;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Interrupts;
import io.busline.spi.OutboundMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

/** Topics of a Kafka cluster. */
final class KafkaBroker implements Broker {

  private static final Duration CLOSE_WITHIN = Duration.ofMillis(500);

  /** From this level on the server shares partitions out. */
  private static final short SERVER_ASSIGNS = 1;

  /** From this level on it has share groups. */
  private static final short SHARES = 1;

  /** Begins the ids of transactions that redrive; each bus has one of its own. */
  private static final String REDRIVES = "busline-redrive-";

  private final Cluster cluster;
  private final BrokerDescription description;
  private final Topics topics;
  private final ShareGroups shareGroups;
  private final Backlog backlog;
  private final Producer<String, byte[]> producer;
  private final Outbox outbox;
  private final DeadLetterTopic deadLetters;
  private final Reachability reachability;
  private final Consumers consumers;
  private volatile boolean closed;

  /** Connects; blocks until the cluster has answered. */
  static KafkaBroker connect(KafkaSettings settings, BrokerContext context) {
    ClientProperties properties = new ClientProperties(settings, context.client());
    Cluster cluster = new Cluster(properties, settings.place());
    try {
      return new KafkaBroker(settings, context, properties, cluster);
    } catch (BrokerException e) {
      cluster.close();
      throw e;
    } catch (KafkaException e) {
      cluster.close();
      throw Failures.unusable(settings.place(), e);
    }
  }

  private KafkaBroker(
      KafkaSettings settings, BrokerContext context, ClientProperties properties, Cluster cluster) {
    this.cluster = cluster;
    Map<String, Short> features = cluster.features();
    this.description = KafkaDescription.of(features, settings);
    this.topics = new Topics(cluster, new TopicPlan(settings), settings.topology());
    this.shareGroups =
        new ShareGroups(cluster, features.getOrDefault("share.version", (short) 0) >= SHARES);
    this.backlog = new Backlog(cluster);
    this.producer = new KafkaProducer<>(properties.producer());
    this.reachability = new Reachability(cluster);
    this.outbox = new Outbox(producer, topics, reachability);
    Records records = new Records(context.structured());
    this.deadLetters =
        new DeadLetterTopic(
            properties,
            topics,
            producer,
            records,
            reachability,
            REDRIVES + Long.toHexString(context.random().nextLong()));
    this.consumers =
        new Consumers(
            properties,
            isClassic(settings.protocol(), features),
            cluster,
            topics,
            shareGroups,
            backlog,
            records,
            reachability,
            context.time());
    topics.onMade(reachability::hurry);
    topics.watch().add(outbox);
    topics.watch().add(deadLetters);
    reachability.everyRound(topics.watch());
  }

  private static boolean isClassic(Protocol protocol, Map<String, Short> features) {
    return switch (protocol) {
      case CLASSIC -> true;
      case CONSUMER -> false;
      case AUTO -> features.getOrDefault("group.version", (short) 0) < SERVER_ASSIGNS;
    };
  }

  @Override
  public BrokerDescription description() {
    return description;
  }

  @Override
  public void send(List<? extends OutboundMessage> messages) {
    for (OutboundMessage message : messages) {
      if (closed) {
        message.failed(new BrokerException("the connection is closed. Open a new bus"));
      } else {
        outbox.send(message);
      }
    }
  }

  void requireReachable() {
    if (closed) {
      throw new BrokerException("the connection is closed. Open a new bus");
    }
    reachability
        .problem()
        .ifPresent(
            problem -> {
              throw new BrokerException(problem);
            });
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
    requireReachable();
    return Interrupts.defer(() -> consumers.open(spec));
  }

  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return Optional.of(deadLetters);
  }

  @Override
  public List<TopicInfo> topics() {
    requireReachable();
    return inspection().topics();
  }

  @Override
  public List<GroupInfo> groups() {
    requireReachable();
    return inspection().groups();
  }

  @Override
  public void deleteTopic(String topic) {
    requireReachable();
    topics.delete(topic);
  }

  private Inspection inspection() {
    return new Inspection(cluster, topics, shareGroups, deadLetters);
  }

  @Override
  public List<Finding> diagnose() {
    return new Doctor(cluster, topics, description.name(), this::requireReachable, deadLetters)
        .diagnose();
  }

  @Override
  public Optional<String> problem() {
    return reachability.problem();
  }

  @Override
  public Optional<String> hindrance() {
    return Throttling.of(producer.metrics().values())
        .map("publishing: "::concat)
        .or(() -> consumers.hindrance().map("reading: "::concat));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Interrupts.defer(
        () -> {
          release();
          return this;
        });
  }

  private void release() {
    consumers.close();
    reachability.close();
    deadLetters.close();
    producer.close(CLOSE_WITHIN);
    cluster.close();
  }
}
