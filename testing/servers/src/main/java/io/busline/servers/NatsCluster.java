package io.busline.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Three NATS servers that form one cluster with JetStream. For one thread at a time. */
public final class NatsCluster implements AutoCloseable {
  private static final int SIZE = 3;
  private static final long FORMS_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long GLANCE_NANOS = 50_000_000;

  private final List<NatsServer> nodes;

  private NatsCluster(List<NatsServer> nodes) {
    this.nodes = nodes;
  }

  /**
   * Starts a cluster; blocks until every node answers. It has no leader for some moments more.
   *
   * @param release which
   * @return the cluster
   * @throws IllegalStateException if a node does not start
   */
  public static NatsCluster start(Release release) {
    for (int starts = 1; ; starts++) {
      NatsCluster cluster = startUnready(release);
      if (cluster.answers()) {
        return cluster;
      }
      boolean portTaken = cluster.nodes.stream().anyMatch(NatsServer::hasFoundPortTaken);
      String log = cluster.nodes.get(0).log();
      cluster.close();
      if (!portTaken || starts == Server.STARTS) {
        throw new IllegalStateException("the NATS cluster does not start: " + log);
      }
    }
  }

  private static NatsCluster startUnready(Release release) {
    List<Integer> routes = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      routes.add(Ports.free());
    }
    String others =
        routes.stream().map(port -> "nats://127.0.0.1:" + port).collect(Collectors.joining(","));
    List<NatsServer> nodes = new ArrayList<>();
    NatsCluster cluster = new NatsCluster(nodes);
    for (int i = 0; i < SIZE; i++) {
      String listen = "nats://127.0.0.1:" + routes.get(i);
      List<String> options =
          List.of(
              "--name",
              "n" + i,
              "--cluster_name",
              "busline",
              "--cluster",
              listen,
              "--routes",
              others);
      NatsServer node = new NatsServer(release, options, "", Life.ofJvm());
      nodes.add(node);
      node.startUnready();
    }
    return cluster;
  }

  /** Whether all nodes do in time. */
  private boolean answers() {
    long deadline = System.nanoTime() + FORMS_WITHIN_NANOS;
    while (!nodes.stream().allMatch(NatsServer::answers)) {
      if (!nodes.stream().allMatch(NatsServer::isRunning) || System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
    return true;
  }

  /**
   * The nodes, named {@code n0}, {@code n1} and {@code n2}.
   *
   * @return the nodes
   */
  public List<NatsServer> nodes() {
    return List.copyOf(nodes);
  }

  /**
   * All nodes, as a bus URL has them.
   *
   * @return such as {@code 127.0.0.1:4222,127.0.0.1:4223,127.0.0.1:4224}
   */
  public String addresses() {
    return nodes.stream().map(NatsServer::address).collect(Collectors.joining(","));
  }

  /** Ends all nodes and removes their data. */
  @Override
  public void close() {
    nodes.forEach(NatsServer::close);
  }
}
