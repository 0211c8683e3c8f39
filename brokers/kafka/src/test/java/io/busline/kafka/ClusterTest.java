package io.busline.kafka;

import io.busline.EventBus;
import io.busline.logs.MayWarn;
import io.busline.servers.Await;
import io.busline.servers.KafkaCluster;
import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import io.busline.tck.ClusterCompatibilityKit;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** A cluster of Kafka, with topics of three replicas. */
@Tag("slow")
@MayWarn
class ClusterTest extends ClusterCompatibilityKit {
  private static final String TOPIC = "order";

  private static KafkaCluster cluster;

  @BeforeAll
  static void start() {
    cluster = KafkaCluster.start(Release.CURRENT, KafkaServer.QUICK);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  ClusterTest() {
    Await.until(
        "all have met", () -> ask(a -> a.describeCluster().nodes()).size() == 3, () -> "fewer");
  }

  /** To start three servers takes longer than a test, and each test has all of them back. */
  @Override
  protected void stop() {
    ask(a -> a.deleteTopics(List.of(TOPIC)).all());
  }

  @Override
  protected EventBus connect() {
    return EventBus.builder("kafka://" + cluster.addresses() + "?replicas=3&partitions=1")
        .service("shop")
        .publishTimeout(Duration.ofSeconds(2))
        .closeTimeout(Duration.ofSeconds(2))
        .connect();
  }

  @Override
  protected List<Node> leaderFirst() {
    int id =
        ask(a -> a.describeTopics(List.of(TOPIC)).allTopicNames())
            .get(TOPIC)
            .partitions()
            .get(0)
            .leader()
            .id();
    KafkaServer leader = cluster.nodes().get(id - 1);
    return cluster.nodes().stream()
        .sorted(Comparator.comparing(node -> node != leader))
        .map(node -> new Node(node::kill, node::restart))
        .toList();
  }

  private <T> T ask(Function<Admin, KafkaFuture<T>> question) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.addresses()))) {
      return question.apply(admin).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError("asking the cluster", e);
    }
  }
}
