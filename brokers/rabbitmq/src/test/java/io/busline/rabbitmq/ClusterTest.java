package io.busline.rabbitmq;

import io.busline.EventBus;
import io.busline.servers.RabbitCluster;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.tck.ClusterCompatibilityKit;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** A cluster of RabbitMQ, with quorum queues of three replicas. */
@Timeout(400)
@Tag("slow")
class ClusterTest extends ClusterCompatibilityKit {
  private final RabbitCluster cluster = RabbitCluster.start(Release.CURRENT);

  @Override
  protected void stop() {
    cluster.close();
  }

  @Override
  protected EventBus connect() {
    return EventBus.builder("amqp://guest:guest@" + cluster.addresses() + "?partitions=1")
        .service("shop")
        .publishTimeout(Duration.ofSeconds(2))
        .closeTimeout(Duration.ofSeconds(2))
        .connect();
  }

  @Override
  protected List<Node> leaderFirst() {
    String queue = new Layout("busline", 1).queue(GROUP, 0);
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
