package io.busline.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Three Kafka servers, each broker and controller, that form one cluster: three copies of
 * everything, two of which must be in sync. For one thread at a time.
 */
public final class KafkaCluster implements AutoCloseable {
  private static final int SIZE = 3;
  private static final long FORMS_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(180);
  private static final long GLANCE_NANOS = 50_000_000;

  /** A server that is gone is missed soon, and one on a busy machine is not taken for gone. */
  private static final Map<String, String> SAFE =
      Map.of(
          "default.replication.factor", "3",
          "min.insync.replicas", "2",
          "offsets.topic.replication.factor", "3",
          "transaction.state.log.replication.factor", "3",
          "transaction.state.log.min.isr", "2",
          "share.coordinator.state.topic.replication.factor", "3",
          "share.coordinator.state.topic.min.isr", "2",
          "broker.heartbeat.interval.ms", "500",
          "broker.session.timeout.ms", "4000");

  private final List<KafkaServer> nodes;

  private KafkaCluster(List<KafkaServer> nodes) {
    this.nodes = nodes;
  }

  /**
   * Starts a cluster; blocks until every node answers. They may not have met all yet.
   *
   * @param release which
   * @param properties what to override of every node's {@code server.properties}
   * @return the cluster
   * @throws IllegalStateException if it does not form
   */
  public static KafkaCluster start(Release release, Map<String, String> properties) {
    for (int starts = 1; ; starts++) {
      KafkaCluster cluster = startUnready(release, properties);
      if (cluster.answers()) {
        return cluster;
      }
      boolean portTaken = cluster.nodes.stream().anyMatch(KafkaServer::hasFoundPortTaken);
      String log = cluster.nodes.stream().map(KafkaServer::log).collect(Collectors.joining("\n"));
      cluster.close();
      if (!portTaken || starts == Server.STARTS) {
        throw new IllegalStateException("the Kafka cluster does not form: " + log);
      }
    }
  }

  private static KafkaCluster startUnready(Release release, Map<String, String> properties) {
    List<Integer> controllers = new ArrayList<>();
    List<String> voters = new ArrayList<>();
    for (int id = 1; id <= SIZE; id++) {
      int port = Ports.free();
      controllers.add(port);
      voters.add("%d@127.0.0.1:%d".formatted(id, port));
    }
    List<KafkaServer> nodes = new ArrayList<>();
    KafkaCluster cluster = new KafkaCluster(nodes);
    for (int id = 1; id <= SIZE; id++) {
      String controller = "CONTROLLER://127.0.0.1:" + controllers.get(id - 1);
      String node = Integer.toString(id);
      KafkaServer server =
          new KafkaServer(
              release,
              port -> {
                Map<String, String> all = new TreeMap<>(SAFE);
                all.putAll(properties);
                all.put("node.id", node);
                all.put("controller.quorum.voters", String.join(",", voters));
                all.put("listeners", "PLAINTEXT://127.0.0.1:%d,%s".formatted(port, controller));
                return all;
              },
              Life.ofJvm());
      nodes.add(server);
      server.startUnready();
    }
    return cluster;
  }

  /** Whether all nodes do in time. */
  private boolean answers() {
    long deadline = System.nanoTime() + FORMS_WITHIN_NANOS;
    while (!nodes.stream().allMatch(KafkaServer::answers)) {
      if (!nodes.stream().allMatch(KafkaServer::isRunning) || System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
    return true;
  }

  /**
   * The nodes, whose {@code node.id} is 1, 2 and 3.
   *
   * @return the nodes
   */
  public List<KafkaServer> nodes() {
    return List.copyOf(nodes);
  }

  /**
   * All nodes, as a bus URL has them.
   *
   * @return such as {@code 127.0.0.1:9092,127.0.0.1:9093,127.0.0.1:9094}
   */
  public String addresses() {
    return nodes.stream().map(KafkaServer::address).collect(Collectors.joining(","));
  }

  /** Ends all nodes and removes their data. */
  @Override
  public void close() {
    nodes.forEach(KafkaServer::close);
  }
}
