package io.busline.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three RabbitMQ servers that form one cluster. For one thread at a time. */
public final class RabbitCluster implements AutoCloseable {
  private static final int SIZE = 3;
  private static final long FORMS_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(180);
  private static final long GLANCE_NANOS = 100_000_000;

  private final Life life = Life.ofJvm();
  private final Path folder = Folders.create(life.folder(), "epmd");
  private final List<RabbitServer> nodes = new ArrayList<>();
  private final ServerProcess names = new ServerProcess(folder.resolve("log.txt"), life);

  private RabbitCluster(Release release) {
    String port = Integer.toString(Ports.free());
    names.start(List.of("epmd", release.word(), folder.toString(), port));
    for (int i = 0; i < SIZE; i++) {
      nodes.add(new RabbitServer(release, config(), List.of("n" + i, port), life));
    }
  }

  private static List<String> config() {
    List<String> lines = new ArrayList<>();
    lines.add("cluster_formation.peer_discovery_backend = classic_config");
    IntStream.range(0, SIZE)
        .mapToObj(
            i -> "cluster_formation.classic_config.nodes.%d = n%d@localhost".formatted(i + 1, i))
        .forEach(lines::add);
    return lines;
  }

  /**
   * Starts a cluster; blocks until every node answers and knows the others.
   *
   * @param release which
   * @return the cluster
   * @throws IllegalStateException if it does not form
   */
  public static RabbitCluster start(Release release) {
    for (int starts = 1; ; starts++) {
      RabbitCluster cluster = new RabbitCluster(release);
      try {
        for (RabbitServer node : cluster.nodes) {
          trust(node.folder().resolve(".erlang.cookie"));
          node.startUnready();
        }
        cluster.awaitFormed();
        return cluster;
      } catch (IllegalStateException | UncheckedIOException e) {
        boolean portTaken =
            !cluster.names.isRunning()
                || cluster.nodes.stream().anyMatch(RabbitServer::hasFoundPortTaken);
        cluster.close();
        if (!portTaken || starts == Server.STARTS) {
          throw e;
        }
      }
    }
  }

  /** Nodes talk to each other that know the same word. */
  private static void trust(Path cookie) {
    try {
      Files.writeString(cookie, "BUSLINE");
      Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + cookie, e);
    }
  }

  private void awaitFormed() {
    long deadline = System.nanoTime() + FORMS_WITHIN_NANOS;
    while (!nodes.stream().allMatch(RabbitServer::answers) || !isFormed()) {
      boolean allRun = names.isRunning() && nodes.stream().allMatch(RabbitServer::isRunning);
      if (!allRun || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "the RabbitMQ cluster does not form: "
                + nodes.stream().map(RabbitServer::log).collect(Collectors.joining("\n")));
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }

  private boolean isFormed() {
    String status = nodes.get(0).control("cluster_status", "--formatter", "json");
    int running = status.indexOf("\"running_nodes\"");
    String list = status.substring(running, status.indexOf(']', running));
    return IntStream.range(0, SIZE).allMatch(i -> list.contains("n" + i + "@localhost"));
  }

  /**
   * The nodes, named {@code n0}, {@code n1} and {@code n2}.
   *
   * @return the nodes
   */
  public List<RabbitServer> nodes() {
    return List.copyOf(nodes);
  }

  /**
   * All nodes, as a bus URL has them.
   *
   * @return such as {@code 127.0.0.1:5672,127.0.0.1:5673,127.0.0.1:5674}
   */
  public String addresses() {
    return nodes.stream().map(RabbitServer::address).collect(Collectors.joining(","));
  }

  /** Ends all nodes and removes their data. */
  @Override
  public void close() {
    nodes.forEach(RabbitServer::close);
    names.close();
    Folders.remove(folder);
  }
}
