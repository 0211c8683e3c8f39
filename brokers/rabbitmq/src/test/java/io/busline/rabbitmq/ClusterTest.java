package io.busline.rabbitmq;

import io.busline.EventBus;
import io.busline.logs.MayWarn;
import io.busline.servers.RabbitCluster;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.tck.ClusterCompatibilityKit;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** A cluster of RabbitMQ, with quorum queues of three replicas. */
@Timeout(400)
@Tag("slow")
@MayWarn
class ClusterTest extends ClusterCompatibilityKit {
  private static RabbitCluster cluster;

  /** Of each test's own: the cluster is one, because it takes most of a test's time to start. */
  private final String exchange = "cluster-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void start() {
    cluster = RabbitCluster.start(Release.CURRENT);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  /** The next test goes on with the cluster, which every test leaves whole. */
  @Override
  protected void stop() {}

  @Override
  protected EventBus connect() {
    return EventBus.builder(
            "amqp://guest:guest@%s?partitions=1&exchange=%s"
                .formatted(cluster.addresses(), exchange))
        .service("shop")
        .publishTimeout(Duration.ofSeconds(2))
        .closeTimeout(Duration.ofSeconds(2))
        .connect();
  }

  @Override
  protected List<Node> leaderFirst() {
    String queue = new Layout(exchange, 1).queue(GROUP, 0);
    String line =
        cluster
            .nodes()
            .get(0)
            .control("list_queues", "name", "leader")
            .lines()
            .filter(each -> each.startsWith(queue + "\t"))
            .findFirst()
            .orElseThrow();
    RabbitServer leader = cluster.nodes().get(line.charAt(line.indexOf('\t') + 2) - '0');
    return cluster.nodes().stream()
        .sorted(Comparator.comparing(node -> node != leader))
        .map(node -> new Node(node::kill, node::restart))
        .toList();
  }
}
