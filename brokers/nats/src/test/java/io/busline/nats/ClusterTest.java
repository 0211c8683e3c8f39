package io.busline.nats;

import io.busline.EventBus;
import io.busline.logs.MayWarn;
import io.busline.servers.NatsCluster;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import io.busline.tck.ClusterCompatibilityKit;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** A cluster of NATS, with streams of three replicas. */
@Tag("slow")
@MayWarn
class ClusterTest extends ClusterCompatibilityKit {
  private static final String STREAM = StreamNames.ofTopic("order");

  private final NatsCluster cluster = NatsCluster.start(Release.CURRENT);

  @Override
  protected void stop() {
    cluster.close();
  }

  @Override
  protected EventBus connect() {
    return EventBus.builder("jetstream://" + cluster.addresses() + "?replicas=3&lease=2s")
        .service("shop")
        .publishTimeout(Duration.ofSeconds(2))
        .closeTimeout(Duration.ofSeconds(2))
        .connect();
  }

  @Override
  protected List<Node> leaderFirst() {
    NatsServer leader = leader();
    return cluster.nodes().stream()
        .sorted(Comparator.comparing(node -> node != leader))
        .map(node -> new Node(node::kill, node::restart))
        .toList();
  }

  private NatsServer leader() {
    try {
      Connection plain = PlainClient.connect(cluster.nodes().get(0));
      try {
        String name =
            plain.jetStreamManagement().getStreamInfo(STREAM).getClusterInfo().getLeader();
        return cluster.nodes().get(Integer.parseInt(name.substring(1)));
      } finally {
        plain.close();
      }
    } catch (Exception e) {
      throw new AssertionError("asking the cluster", e);
    }
  }
}
